-- The types that organizations are assessed by (党建类型), extensible as data.
create table domain_types (
  code text primary key check (code ~ '^[a-z][A-Za-z]{0,39}$'),
  name text not null,
  name_en text not null,
  position int not null
);
insert into domain_types values
  ('village', '行政村', 'Village', 1), ('community', '社区', 'Community', 2), ('stateOwnedEnterprise', '国有企业', 'State-owned enterprise', 3),
  ('nonPublicEnterprise', '非公企业', 'Non-public enterprise', 4), ('governmentOrgan', '机关', 'Government organ', 5),
  ('publicInstitution', '事业单位', 'Public institution', 6), ('school', '学校', 'School', 7), ('socialOrganization', '社会组织', 'Social organization', 8),
  ('other', '其他', 'Other', 9);
-- A code list, the same for everybody.
grant select on domain_types to ${app}, ${system};

create table party_organizations (
  id uuid primary key,
  code text not null,
  level_code text collate "C" not null check (level_code ~ '^0[0-9a-z]{2}([0-9a-z]{3}){0,19}$'),
  name text not null,
  kind text not null,
  domain_type text not null references domain_types,
  parent_id uuid references party_organizations,
  region_code text check (region_code ~ '^[0-9]{2,12}$'),
  unit_name text,
  unit_class text,
  established_on date,
  external_code text,
  status text not null,
  closed_on date,
  close_reason text,
  merged_into_id uuid references party_organizations,
  version int not null,
  constraint root_or_child check ((parent_id is null) = (length(level_code) = 3))
);
create unique index organization_code on party_organizations (code);
create unique index organization_level_code on party_organizations (level_code);
create index on party_organizations (level_code, id);
create index on party_organizations (parent_id, level_code);
create index on party_organizations (name collate "C");
call app.protect('party_organizations', 'select, insert, update');

-- The last place given to a child of each parent. A place is given once, so that an old scope never names a new organization.
create table child_places (
  parent_id uuid primary key,
  level_code text collate "C" not null,
  last int not null
);
call app.protect('child_places', 'select, insert, update');

-- What this service knows of each member: enough to count.
create table member_facts (
  member_id uuid primary key,
  organization_id uuid not null references party_organizations,
  level_code text collate "C" not null,
  status text not null,
  version int not null
);
create index on member_facts (level_code, member_id);
create index on member_facts (organization_id);
call app.protect('member_facts', 'select, update');

-- Counts over each subtree, kept by the triggers below in the transaction of every change.
create table rollups (
  level_code text collate "C" not null,
  measure text collate "C" not null,
  count int not null,
  primary key (level_code, measure)
);
call app.protect('rollups', 'select');
revoke insert, update, delete on rollups from ${system};

-- Adds what a statement changed to the counts of every organization above. It runs as the owner, because those may lie outside the
-- caller's scope; as a trigger function nobody can call it.
create function app.count_changes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  columns constant text := tg_argv[0];
  measures constant text := tg_argv[1];
  source constant text := case tg_op
    when 'INSERT' then format('select %s, 1 as n from new_rows', columns)
    when 'DELETE' then format('select %s, -1 as n from old_rows', columns)
    else format('select %1$s, 1 as n from new_rows union all select %1$s, -1 from old_rows', columns) end;
begin
  execute format($q$
    insert into rollups (level_code, measure, count)
    select left(c.level_code, s.length), m.measure, sum(c.n)
    from (select %s, sum(n)::int as n from (%s) x group by %s having sum(n) <> 0) c
      cross join lateral generate_series(3, length(c.level_code), 3) as s(length)
      cross join lateral unnest(%s) as m(measure)
    group by 1, 2 having sum(c.n) <> 0
    order by 1, 2
    on conflict (level_code, measure) do update set count = rollups.count + excluded.count
    $q$, columns, source, columns, measures);
  return null;
end $$;
revoke execute on function app.count_changes() from public;

create trigger count_insert after insert on party_organizations referencing new table as new_rows
  for each statement execute function app.count_changes('level_code, kind, domain_type, status', $$case when c.status = 'active' then array['organizations', 'kind:' || c.kind, 'domainType:' || c.domain_type] end$$);
create trigger count_update after update on party_organizations referencing new table as new_rows old table as old_rows
  for each statement execute function app.count_changes('level_code, kind, domain_type, status', $$case when c.status = 'active' then array['organizations', 'kind:' || c.kind, 'domainType:' || c.domain_type] end$$);
create trigger count_delete after delete on party_organizations referencing old table as old_rows
  for each statement execute function app.count_changes('level_code, kind, domain_type, status', $$case when c.status = 'active' then array['organizations', 'kind:' || c.kind, 'domainType:' || c.domain_type] end$$);
create trigger count_insert after insert on member_facts referencing new table as new_rows
  for each statement execute function app.count_changes('level_code, status', $$array['members', 'memberStatus:' || c.status]$$);
create trigger count_update after update on member_facts referencing new table as new_rows old table as old_rows
  for each statement execute function app.count_changes('level_code, status', $$array['members', 'memberStatus:' || c.status]$$);
create trigger count_delete after delete on member_facts referencing old table as old_rows
  for each statement execute function app.count_changes('level_code, status', $$array['members', 'memberStatus:' || c.status]$$);

-- The place of the n-th child below a parent: three base-36 characters.
create function app.child_code(parent text, ordinal int) returns text language sql immutable strict parallel safe
  return parent || substr('0123456789abcdefghijklmnopqrstuvwxyz', ordinal / 1296 + 1, 1)
    || substr('0123456789abcdefghijklmnopqrstuvwxyz', ordinal / 36 % 36 + 1, 1) || substr('0123456789abcdefghijklmnopqrstuvwxyz', ordinal % 36 + 1, 1);

-- The event of an organization, for the statements that change many at once.
create function app.organization_state(o party_organizations) returns jsonb language sql stable parallel safe
  return jsonb_build_object('id', o.id, 'version', o.version, 'code', o.code, 'levelCode', o.level_code, 'name', o.name, 'kind', o.kind,
    'domainType', o.domain_type, 'parentId', o.parent_id, 'regionCode', o.region_code, 'status', o.status, 'mergedIntoId', o.merged_into_id);

-- Rows of an import that are not in the tree yet: they wait there for their parents.
create table import_rows (
  job_id uuid not null references jobs on delete cascade,
  row int not null,
  level_code text collate "C" not null,
  code text not null,
  name text not null,
  kind text not null,
  domain_type text not null,
  parent_code text,
  region_code text,
  unit_name text,
  unit_class text,
  established_on date,
  external_code text,
  primary key (job_id, row)
);
create index on import_rows (job_id, parent_code);
call app.protect('import_rows');

revoke execute on all routines in schema app from public;
grant execute on function app.child_code(text, int), app.organization_state(party_organizations) to ${app}, ${system};
