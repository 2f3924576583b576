-- What this service remembers of each organization.
create table organization_replica (
  id uuid primary key,
  version int not null,
  code text not null,
  level_code text collate "C" not null,
  name text not null,
  kind text not null,
  domain_type text not null,
  parent_id uuid,
  region_code text,
  status text not null,
  merged_into_id uuid
);
create index on organization_replica (level_code, id);
create index on organization_replica (code);
create index on organization_replica (parent_id);
call app.protect('organization_replica', 'select');
