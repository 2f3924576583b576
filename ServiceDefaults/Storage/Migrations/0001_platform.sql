-- What every service's database has: the scope in force, and the tables of ServiceDefaults.
create schema app;
grant usage on schema app, public to ${app}, ${system};

-- The scope is a list of level codes, sorted and none inside another. A setting that was made in an earlier transaction of
-- the same connection reads as '' and not as null, hence nullif: without a scope every comparison below is null.
create function app.lo() returns text language sql stable parallel safe
  return nullif(split_part(current_setting('app.scope', true), ',', 1), '');
create function app.hi() returns text language sql stable parallel safe
  return nullif(split_part(current_setting('app.scope', true), ',', -1), '') || '~';
create function app.single() returns boolean language sql stable parallel safe
  return strpos(current_setting('app.scope', true), ',') = 0;
create function app.prefixes() returns text[] language sql stable parallel safe
  return string_to_array(current_setting('app.scope', true), ',', '');
create procedure app.enter(scope text) language sql as $$ select set_config('app.scope', scope, true) $$;

-- Gives a table with a level_code its policies: the caller's role is held to the scope, the system role sees all rows.
create procedure app.protect(name regclass, privileges text default 'select, insert, update, delete') language plpgsql as $$
declare
  inside constant text := 'level_code >= app.lo() and level_code < app.hi() and ((select app.single()) or level_code ^@ any((select app.prefixes())::text[]))';
begin
  execute format('alter table %s enable row level security', name);
  execute format('create policy scope on %s to ${app} using (%s) with check (%s)', name, inside, inside);
  execute format('create policy system_all on %s to ${system} using (true) with check (true)', name);
  execute format('grant %s on %s to ${app}', privileges, name);
  execute format('grant select, insert, update, delete on %s to ${system}', name);
end $$;

-- For a table that callers may only add to and never read: any scope may add.
create procedure app.protect_append_only(name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('create policy scope on %s for insert to ${app} with check (app.lo() is not null and app.hi() is not null)', name);
  execute format('create policy system_all on %s to ${system} using (true) with check (true)', name);
  execute format('grant insert on %s to ${app}', name);
end $$;

-- Facts waiting to be published; seq is the order of publishing. A row is one fact, or an array of some hundred, each with an id of
-- its own ({"id", "body"}): a row for each fact would cost a large import as much as the facts themselves.
create table outbox (
  seq bigint generated always as identity primary key,
  id uuid not null default gen_random_uuid(),
  type text not null,
  facts int not null default 1,
  body json not null,
  trace_parent text
);
-- A row lives for a moment; to compress it would cost more than to keep it.
alter table outbox alter column body set storage external;
call app.protect_append_only('outbox');
grant select, insert, update, delete on outbox to ${system};

-- Which events each consumer has taken in.
create table inbox (
  event_id uuid not null,
  consumer text not null,
  received_at timestamptz not null default now(),
  primary key (event_id, consumer)
);
create index on inbox (received_at);
alter table inbox enable row level security;
create policy system_all on inbox to ${system} using (true) with check (true);
grant select, insert, delete on inbox to ${system};

-- Which of the others' facts were once asked for in full.
create table subscriptions (
  consumer text primary key,
  requested_at timestamptz not null default now()
);
alter table subscriptions enable row level security;
create policy system_all on subscriptions to ${system} using (true) with check (true);
grant select, insert, delete on subscriptions to ${system};

create table jobs (
  id uuid primary key,
  kind text not null,
  state text not null,
  level_code text collate "C" not null,
  created_by uuid not null,
  created_by_name text not null,
  role text not null,
  permissions text not null,
  post_id uuid,
  organization_id uuid,
  scope text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  payload jsonb not null,
  file_name text,
  done bigint not null default 0,
  total bigint,
  error_count int not null default 0,
  failure_code text,
  failure_text text,
  result_url text,
  cancel_requested boolean not null default false,
  lease uuid,
  lease_until timestamptz
);
create index on jobs (created_at) where state in ('queued', 'running');
create index on jobs (level_code, id);
call app.protect('jobs', 'select, insert, update');

create table job_parts (
  job_id uuid not null references jobs on delete cascade,
  part int not null,
  level_code text collate "C" not null,
  bytes bytea not null,
  primary key (job_id, part)
);
alter table job_parts alter column bytes set storage external;
call app.protect('job_parts', 'select, insert');

create table job_errors (
  job_id uuid not null references jobs on delete cascade,
  ordinal int not null,
  level_code text collate "C" not null,
  row bigint not null,
  "column" text,
  code text not null,
  arguments text[] not null default '{}',
  cells text[],
  primary key (job_id, ordinal)
);
call app.protect('job_errors', 'select, insert');

create table idempotency_keys (
  level_code text collate "C" not null,
  caller uuid not null,
  key text not null,
  request text not null,
  created_at timestamptz not null,
  status int,
  content_type text,
  location text,
  answer bytea,
  primary key (caller, key)
);
create index on idempotency_keys (created_at);
call app.protect('idempotency_keys');

-- Who did what. Rows are added only; the seals chain them in the order of their commit and are added only as well.
create table audit_log (
  id uuid primary key,
  at timestamptz not null,
  actor_id uuid not null,
  actor_name text not null,
  post_id uuid,
  level_code text collate "C" not null,
  action text not null,
  object_type text not null,
  object_id uuid,
  fields text,
  purpose text,
  trace_id text
);
create index on audit_log (level_code, id);
create index on audit_log (at);
call app.protect('audit_log', 'select, insert');
revoke update, delete on audit_log from ${system};

create table audit_seals (
  seq bigint primary key,
  audit_id uuid not null unique,
  hash bytea not null
);
alter table audit_seals enable row level security;
create policy system_all on audit_seals to ${system} using (true) with check (true);
grant select, insert on audit_seals to ${system};

revoke execute on all routines in schema app from public;
grant execute on function app.lo(), app.hi(), app.single(), app.prefixes() to ${app}, ${system};
grant execute on procedure app.enter(text) to ${app}, ${system};
