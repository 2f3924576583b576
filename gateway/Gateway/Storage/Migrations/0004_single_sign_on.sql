-- Single sign-on: who of another's sign-on is which account, which session began there, and what is under way. As with accounts, the
-- gateway reaches these as ${system} alone.
create table external_identities (
  id uuid primary key,
  provider text not null,
  subject text not null,
  account_id uuid not null references accounts,
  -- As the provider told it last.
  display_name text,
  real_name_level text,
  real_name_level_at timestamptz,
  linked_at timestamptz not null,
  -- The administrator or the owner; nobody where the settings match user names.
  linked_by uuid,
  last_used_at timestamptz
);
create unique index external_identity_subject on external_identities (provider, subject);
create unique index external_identity_account on external_identities (account_id, provider);

-- The provider's own session by its hash, so that it can end ours; the hint is sealed and gone with the session's end.
alter table sessions
  add column identity_id uuid references external_identities on delete set null,
  add column provider text,
  add column provider_session bytea,
  add column provider_hint bytea;
create index on sessions (provider, provider_session) where ended_at is null and provider is not null;
create index on sessions (identity_id) where identity_id is not null;

-- A sign-on between its beginning and its end, once and in the browser where it began. What is random in it is derived from that
-- browser's cookie, of which there is the hash alone. With an identity: all is told, and the second factor is awaited.
create table sign_on_attempts (
  hash bytea primary key,
  browser bytea not null,
  provider text not null,
  return_to text not null,
  session_id uuid references sessions on delete cascade,
  identity_id uuid references external_identities on delete cascade,
  provider_session bytea,
  provider_hint bytea,
  expires_at timestamptz not null
);
create index on sign_on_attempts (expires_at);

-- Notices of providers that were heeded: who inserts the row may go on, whichever replica of the gateway it is.
create table sign_on_notices (
  provider text not null,
  hash bytea not null,
  expires_at timestamptz not null,
  primary key (provider, hash)
);
create index on sign_on_notices (expires_at);

do $$
declare
  name text;
begin
  foreach name in array array['external_identities', 'sign_on_attempts', 'sign_on_notices'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy system_all on %I to ${system} using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %I to ${system}', name);
  end loop;
end $$;
