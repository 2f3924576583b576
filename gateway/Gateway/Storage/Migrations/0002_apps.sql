-- Portals' apps: what they may do and where, and by what they sign. As with accounts, the gateway reaches them as ${system} alone.
create table apps (
  id uuid primary key,
  name text not null,
  contact text not null,
  environment text not null,
  organization_id uuid,
  networks text[] not null,
  plan text not null,
  created_at timestamptz not null,
  created_by uuid not null,
  suspended_at timestamptz,
  suspended_reason text,
  version int not null
);
create unique index app_name on apps (lower(name));
create index on apps (organization_id);

-- A resource, reading or writing, at an organization with its whole subtree; no organization stands for the whole installation.
create table app_scopes (
  id uuid primary key,
  app_id uuid not null references apps,
  resource text not null,
  access text not null,
  organization_id uuid
);
create index on app_scopes (app_id);

-- Secrets are sealed, because an HMAC needs them as they are; of an SM2 key there is the public half alone.
create table app_credentials (
  id uuid primary key,
  app_id uuid not null references apps,
  kind text not null,
  secret bytea,
  public_key bytea,
  created_at timestamptz not null,
  created_by uuid not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  last_used_address text,
  check ((secret is null) <> (public_key is null))
);
create index on app_credentials (app_id);

-- A nonce is good for one call, whichever replica of the gateway it reaches: who inserts the row may go on.
create table app_nonces (
  app_id uuid not null,
  nonce text collate "C" not null,
  expires_at timestamptz not null,
  primary key (app_id, nonce)
);
create index on app_nonces (expires_at);

do $$
declare
  name text;
begin
  foreach name in array array['apps', 'app_scopes', 'app_credentials', 'app_nonces'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy system_all on %I to ${system} using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %I to ${system}', name);
  end loop;
end $$;
