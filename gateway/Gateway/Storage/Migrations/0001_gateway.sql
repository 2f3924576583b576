-- People who sign in, the posts they hold, and their sessions. These tables are read before any scope exists, so none of them is
-- open to ${app}: the gateway reaches them as ${system} and keeps to the caller's reach itself (Accounts/Authority.cs).
create table accounts (
  id uuid primary key,
  user_name text not null,
  normalized_user_name text not null,
  display_name text not null,
  organization_id uuid,
  password_hash text,
  security_stamp text,
  concurrency_stamp text,
  two_factor_enabled boolean not null default false,
  lockout_end timestamptz,
  lockout_enabled boolean not null default true,
  access_failed_count int not null default 0,
  must_change_password boolean not null default false,
  last_code text,
  created_at timestamptz not null,
  created_by uuid,
  disabled_at timestamptz,
  disabled_reason text,
  version int not null
);
create unique index account_user_name on accounts (normalized_user_name);
create index on accounts (organization_id);

-- The second factor's key, as ASP.NET Core Identity keeps it.
create table account_tokens (
  user_id uuid not null references accounts,
  login_provider text not null,
  name text not null,
  value text,
  primary key (user_id, login_provider, name)
);

-- For who has lost the second factor: each code serves once and only its hash is kept.
create table recovery_codes (
  account_id uuid not null references accounts,
  hash bytea not null,
  primary key (account_id, hash)
);

-- A role at an organization, with its whole subtree; no organization stands for the whole installation.
create table posts (
  id uuid primary key,
  account_id uuid not null references accounts,
  role text not null,
  organization_id uuid,
  ordinal int not null,
  granted_at timestamptz not null,
  granted_by uuid,
  ended_at timestamptz,
  ended_by uuid
);
create unique index post_once on posts (account_id, role, organization_id) nulls not distinct where ended_at is null;
create index on posts (organization_id) where ended_at is null;

create table sessions (
  id uuid primary key,
  account_id uuid not null references accounts,
  started_at timestamptz not null,
  address text,
  ended_at timestamptz,
  end_reason text
);
create index on sessions (account_id) where ended_at is null;

-- Tokens are random and known to their holder alone: their hashes are kept. A refresh token that was used stays until it would
-- have expired, so that a second use is recognised.
create table session_tokens (
  hash bytea primary key,
  session_id uuid not null references sessions on delete cascade,
  kind text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index on session_tokens (session_id);
create index on session_tokens (expires_at);

do $$
declare
  name text;
begin
  foreach name in array array['accounts', 'account_tokens', 'recovery_codes', 'posts', 'sessions', 'session_tokens'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy system_all on %I to ${system} using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %I to ${system}', name);
  end loop;
end $$;
