-- Who may see a row that belongs to an organization above his own: the rules and the cycles he is assessed by.
create procedure app.let_inherit(name regclass, condition text) language plpgsql as $$
begin
  execute format(
    'create policy inherited on %s for select to ${app} using (app.lo() is not null and (%s) and exists (select from unnest((select app.prefixes())::text[]) p where p ^@ level_code))',
    name, condition);
end $$;

create table schemes (
  id uuid primary key,
  version int not null,
  name text not null,
  year int not null,
  organization_id uuid not null,
  level_code text collate "C" not null,
  state text not null check (state in ('draft', 'published')),
  content jsonb not null,
  copied_from_id uuid references schemes,
  created_at timestamptz not null,
  published_at timestamptz
);
create index on schemes (level_code, id);
call app.protect('schemes', 'select, insert, update');
call app.let_inherit('schemes', $$state = 'published'$$);

create table cycles (
  id uuid primary key,
  version int not null,
  scheme_id uuid not null references schemes,
  year int not null,
  scope_organization_id uuid not null,
  level_code text collate "C" not null,
  cut_off date not null,
  kinds text[] not null,
  state text not null check (state in ('planned', 'open', 'frozen', 'finalized')),
  assessed int not null,
  created_at timestamptz not null,
  opened_at timestamptz,
  frozen_at timestamptz,
  finalized_at timestamptz
);
create index on cycles (level_code, id);
create index on cycles (scope_organization_id, year);
call app.protect('cycles', 'select, insert, update');
call app.let_inherit('cycles', 'true');

-- What was known of each organization when: the snapshot of a cycle is taken from it.
create table organization_versions (
  organization_id uuid not null,
  version int not null,
  known_at timestamptz not null,
  code text not null,
  level_code text collate "C" not null,
  name text not null,
  domain_type text not null,
  kind text not null,
  parent_id uuid,
  region_code text,
  active boolean not null,
  primary key (organization_id, version)
);
create index on organization_versions (level_code, organization_id);
call app.protect('organization_versions', 'select');

-- Who is left out of a cycle, and why: founded after the cut-off, being merged.
create table cycle_exclusions (
  cycle_id uuid not null references cycles,
  organization_id uuid not null,
  level_code text collate "C" not null,
  reason text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (cycle_id, organization_id)
);
create index on cycle_exclusions (organization_id);
call app.protect('cycle_exclusions', 'select, insert, delete');

-- One value of one organization; the slot is its place in the scheme, which is locked.
create table scores (
  cycle_id uuid not null references cycles,
  organization_id uuid not null,
  slot smallint not null,
  value numeric not null,
  reason text,
  level_code text collate "C" not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (cycle_id, organization_id, slot)
);
create index on scores (organization_id);
call app.protect('scores');

-- The snapshot at the cut-off with what came of it. Nothing in it changes after the freeze but the level code, which only says who may see the row.
create table cycle_organizations (
  cycle_id uuid not null references cycles,
  position int not null,
  organization_id uuid not null,
  level_code text collate "C" not null,
  code text not null,
  name text not null,
  domain_type text not null,
  kind text not null,
  parent_id uuid,
  is_direct boolean not null,
  district_id uuid,
  district_code text,
  assessed boolean not null,
  score numeric,
  satisfaction numeric,
  vetoed boolean not null,
  grade text,
  listed boolean not null,
  rank int,
  rank_from_lowest int,
  last_rank int,
  primary key (cycle_id, position)
);
create unique index cycle_organizations_once on cycle_organizations (cycle_id, organization_id);
create index on cycle_organizations (cycle_id, domain_type, score, position) where assessed;
create index on cycle_organizations (organization_id);
call app.protect('cycle_organizations', 'select, insert');

create table selections (
  id uuid primary key,
  cycle_id uuid not null references cycles,
  year int not null,
  level_code text collate "C" not null,
  request jsonb not null,
  digest text not null,
  created_at timestamptz not null
);
create index on selections (cycle_id);
call app.protect('selections', 'select, insert');

create table selection_items (
  selection_id uuid not null references selections,
  ordinal int not null,
  organization_id uuid not null,
  level_code text collate "C" not null,
  code text not null,
  name text not null,
  domain_type text not null,
  district_id uuid,
  rank int not null,
  rank_from_lowest int not null,
  score numeric not null,
  grade text not null,
  reason text not null,
  decided_by text,
  primary key (selection_id, ordinal)
);
create unique index selection_items_once on selection_items (selection_id, organization_id);
create index on selection_items (organization_id);
call app.protect('selection_items', 'select, insert');

create table selection_quotas (
  selection_id uuid not null references selections,
  ordinal int not null,
  level_code text collate "C" not null,
  domain_type text not null,
  district_id uuid,
  assessed int not null,
  quota int not null,
  listed int not null,
  primary key (selection_id, ordinal)
);
call app.protect('selection_quotas', 'select, insert');

create table rectifications (
  id uuid primary key,
  version int not null,
  selection_id uuid not null references selections,
  cycle_id uuid not null references cycles,
  year int not null,
  organization_id uuid not null,
  code text not null,
  level_code text collate "C" not null,
  name text not null,
  domain_type text not null,
  reason text not null,
  state text not null,
  causes text,
  goal text,
  deadline date,
  plan_approved_at timestamptz,
  plan_approved_by text,
  self_check text,
  self_checked_on date,
  close_number text,
  closed_on date,
  tracking_until date,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  measures jsonb not null default '[]',
  acceptances jsonb not null default '[]'
);
create index on rectifications (level_code, id);
create index on rectifications (organization_id, year);
create index on rectifications (selection_id);
create index on rectifications (state, tracking_until) where state in ('closed', 'tracking');
create unique index rectifications_once on rectifications (cycle_id, organization_id);
create unique index rectifications_number on rectifications (cycle_id, close_number);
call app.protect('rectifications', 'select, insert, update');

create table talks (
  id uuid primary key,
  version int not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_name text not null,
  organization_id uuid not null,
  level_code text collate "C" not null,
  held_on date not null,
  held_by text not null,
  reason text not null,
  rectification_id uuid references rectifications,
  recorded_at timestamptz not null
);
create index on talks (level_code, id);
create index on talks (organization_id);
call app.protect('talks', 'select, insert');

create table falsifications (
  id uuid primary key,
  version int not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_name text not null,
  organization_id uuid not null,
  level_code text collate "C" not null,
  found_on date not null,
  description text not null,
  circular_number text,
  correct_by date not null,
  recorded_at timestamptz not null
);
create index on falsifications (level_code, id);
create index on falsifications (organization_id);
call app.protect('falsifications', 'select, insert');

create table restrictions (
  id uuid primary key,
  version int not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_name text not null,
  organization_id uuid not null,
  level_code text collate "C" not null,
  scopes text[] not null,
  "from" date not null,
  until date not null,
  reason_code text not null,
  source_id uuid not null,
  imposed_at timestamptz not null,
  lifted_at timestamptz,
  lift_reason text
);
create index on restrictions (level_code, id);
create index on restrictions (subject_id);
create index on restrictions (organization_id);
call app.protect('restrictions', 'select, insert, update');

create table removal_proposals (
  id uuid primary key,
  version int not null,
  year int not null,
  organization_id uuid not null,
  level_code text collate "C" not null,
  post text not null,
  because_of uuid[] not null,
  state text not null,
  decided_by text,
  decision_reason text,
  effective_on date,
  proposed_at timestamptz not null,
  decided_at timestamptz
);
create index on removal_proposals (level_code, id);
create unique index removal_proposals_once on removal_proposals (year, organization_id, post);
call app.protect('removal_proposals', 'select, insert, update');
