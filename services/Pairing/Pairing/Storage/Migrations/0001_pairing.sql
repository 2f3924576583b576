-- What has two sides is seen by those above either of them.
create procedure app.protect_two_sided(name regclass, privileges text) language plpgsql as $$
declare
  side constant text := '(%1$s_level_code >= app.lo() and %1$s_level_code < app.hi() and ((select app.single()) or %1$s_level_code ^@ any((select app.prefixes())::text[])))';
  inside constant text := format(side, 'need') || ' or ' || format(side, 'helper');
begin
  execute format('alter table %s enable row level security', name);
  execute format('create policy scope on %s to ${app} using (%s) with check (%s)', name, inside, inside);
  execute format('create policy system_all on %s to ${system} using (true) with check (true)', name);
  execute format('grant %s on %s to ${app}', privileges, name);
  execute format('grant select, insert, update, delete on %s to ${system}', name);
end $$;
revoke execute on procedure app.protect_two_sided(regclass, text) from public;

create table programmes (
  id uuid primary key,
  level_code text collate "C" not null,
  scope_organization_id uuid not null,
  name text not null,
  kind text not null,
  year int not null,
  rule_set jsonb not null,
  weak_list_class text,
  state text not null,
  opened_at timestamptz not null,
  closed_reason text,
  runs int not null,
  last_run_at timestamptz,
  last_matched int not null,
  last_unmatched int not null,
  last_cost bigint not null,
  version int not null
);
create index on programmes (level_code, id);
create unique index programmes_name on programmes (scope_organization_id, year, name);
call app.protect('programmes', 'select, insert, update');

create table needs (
  id uuid primary key,
  programme_id uuid not null references programmes,
  organization_id uuid not null,
  organization_code text collate "C" not null,
  organization_name text not null,
  level_code text collate "C" not null,
  person_code text collate "C" not null,
  person_name text,
  need_class text not null,
  other_classes text[] not null,
  source text not null,
  state text not null,
  withdrawn_reason text,
  unmatched text,
  version int not null
);
create unique index needs_once on needs (programme_id, organization_id, person_code);
create index on needs (programme_id, level_code, id);
create index on needs (organization_id);
call app.protect('needs', 'select, insert, update');

create table helpers (
  id uuid primary key,
  programme_id uuid not null references programmes,
  organization_id uuid not null,
  organization_code text collate "C" not null,
  organization_name text not null,
  level_code text collate "C" not null,
  person_code text collate "C" not null,
  person_name text,
  helper_class text not null,
  capacity int not null,
  active_pairs int not null,
  withdrawn boolean not null,
  withdrawn_reason text,
  version int not null,
  constraint helpers_capacity check (active_pairs between 0 and capacity)
);
create unique index helpers_once on helpers (programme_id, organization_id, person_code);
create index on helpers (programme_id, level_code, id);
create index on helpers (organization_id);
call app.protect('helpers', 'select, insert, update');

create table proposals (
  id uuid primary key,
  programme_id uuid not null references programmes,
  run int not null,
  need_id uuid not null references needs,
  need_organization_id uuid not null,
  need_code text collate "C" not null,
  need_name text not null,
  need_level_code text collate "C" not null,
  need_person_code text collate "C" not null,
  need_person_name text,
  helper_id uuid not null references helpers,
  helper_organization_id uuid not null,
  helper_code text collate "C" not null,
  helper_name text not null,
  helper_level_code text collate "C" not null,
  helper_person_code text collate "C" not null,
  helper_person_name text,
  state text not null,
  reasons jsonb not null,
  rejected_reason text,
  decided_at timestamptz,
  decided_by text,
  pair_id uuid,
  version int not null
);
create unique index proposals_open on proposals (need_id) where state = 'proposed';
create index on proposals (programme_id, need_level_code, id);
create index on proposals (need_organization_id);
create index on proposals (helper_organization_id);
call app.protect_two_sided('proposals', 'select, insert, update');

create table pairs (
  id uuid primary key,
  programme_id uuid not null references programmes,
  kind text not null,
  need_id uuid not null references needs,
  need_organization_id uuid not null,
  need_code text collate "C" not null,
  need_name text not null,
  need_level_code text collate "C" not null,
  need_person_code text collate "C" not null,
  need_person_name text,
  helper_id uuid not null references helpers,
  helper_organization_id uuid not null,
  helper_code text collate "C" not null,
  helper_name text not null,
  helper_level_code text collate "C" not null,
  helper_person_code text collate "C" not null,
  helper_person_name text,
  state text not null,
  source text not null,
  started_on date not null,
  ended_on date,
  reason text,
  visits int not null,
  last_visit_on date,
  version int not null
);
create unique index pairs_need on pairs (need_id) where state = 'active';
-- A site has one instructor at a time, in whichever programme.
create unique index pairs_instructor_site on pairs (need_organization_id) where state = 'active' and kind = 'instructors';
create index on pairs (need_level_code, id);
create index on pairs (helper_level_code, id);
create index on pairs (programme_id);
create index on pairs (need_organization_id);
create index on pairs (helper_organization_id);
call app.protect_two_sided('pairs', 'select, insert, update');

create table visits (
  id uuid primary key,
  pair_id uuid not null references pairs,
  need_level_code text collate "C" not null,
  helper_level_code text collate "C" not null,
  "on" date not null,
  activities text[] not null,
  summary text,
  beneficiaries int,
  cost numeric,
  recorded_by text not null,
  recorded_at timestamptz not null
);
create index on visits (pair_id, "on", id);
create index on visits (need_level_code, id);
create index on visits (helper_level_code, id);
call app.protect_two_sided('visits', 'select, insert');

-- What assessment said of the weak; kept because a programme may open after the list is out.
create table weak_listings (
  organization_id uuid not null,
  year int not null,
  selection_id uuid not null,
  level_code text collate "C" not null,
  listed_at timestamptz not null,
  version int not null,
  primary key (organization_id, year)
);
create index on weak_listings (level_code, organization_id);
call app.protect('weak_listings', 'select');
