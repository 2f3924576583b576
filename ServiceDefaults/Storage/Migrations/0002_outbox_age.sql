-- Since when a fact waits, for whoever watches whether the relay keeps up.
alter table outbox add column created_at timestamptz not null default statement_timestamp();
