-- Which items of a batch were done under its Idempotency-Key, each written with what it did: a batch that broke off is sent again and goes on where it stopped.
create table batch_items (
  caller uuid not null,
  key text not null,
  ordinal int not null,
  level_code text collate "C" not null,
  request text not null,
  object_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (caller, key, ordinal)
);
create index on batch_items (created_at);
call app.protect('batch_items', 'select, insert');
