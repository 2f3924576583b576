-- Webhooks: where portals' apps are told of changes, by what that is signed, and what they are told. As with apps, the gateway reaches them as ${system} alone.
create table webhook_endpoints (
  id uuid primary key,
  app_id uuid not null references apps,
  url text not null,
  types text[] not null,
  organization_id uuid,
  created_at timestamptz not null,
  created_by uuid not null,
  paused_at timestamptz,
  paused_reason text,
  -- Of the feed: how far it is told, and how many messages were ever written.
  cursor text,
  begun_at timestamptz,
  feed_problem text,
  written bigint not null,
  -- Of the sending: how it went of late, and whether it rests.
  failures int not null,
  opened_at timestamptz,
  probes int not null,
  resting_until timestamptz,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_problem text,
  last_status int,
  version int not null,
  -- Which replica of the gateway is at work on it, and when the next turn is due. By the database's clock, which all replicas share.
  lease uuid,
  lease_until timestamptz,
  due_at timestamptz not null default now()
);
create index on webhook_endpoints (app_id);
create index on webhook_endpoints (due_at) where paused_at is null;

-- Sealed, because an HMAC needs them as they are. The older of two ends by itself.
create table webhook_secrets (
  id uuid primary key,
  endpoint_id uuid not null references webhook_endpoints on delete cascade,
  secret bytea not null,
  created_at timestamptz not null,
  created_by uuid not null,
  expires_at timestamptz
);
create index on webhook_secrets (endpoint_id);

-- The body as it is sent, each time the same. Numbered by the endpoint, in the order in which the feed told of it.
create table webhook_messages (
  id uuid primary key,
  endpoint_id uuid not null references webhook_endpoints on delete cascade,
  seq bigint not null,
  type text not null,
  object_id uuid not null,
  version int,
  body text not null,
  created_at timestamptz not null,
  state text not null,
  attempts int not null,
  first_tried_at timestamptz,
  next_at timestamptz not null,
  ended_at timestamptz,
  last_status int,
  last_problem text
);
-- What may go next: of each object's messages that wait, the one with the lowest number.
create index on webhook_messages (endpoint_id, seq) where state = 'waiting';
create index on webhook_messages (endpoint_id, object_id, seq) where state = 'waiting';
create index on webhook_messages (endpoint_id, state, id);
create index on webhook_messages (state, ended_at) where state <> 'waiting';

do $$
declare
  name text;
begin
  foreach name in array array['webhook_endpoints', 'webhook_secrets', 'webhook_messages'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy system_all on %I to ${system} using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %I to ${system}', name);
  end loop;
end $$;
