-- Members of the Party. What identifies a person stands here only enciphered, as a keyed hash, and as the mask that people see;
-- the mask is written with the row, so that no read has to decipher anything.
create table members (
  id uuid primary key,
  organization_id uuid not null,
  level_code text collate "C" not null,
  name text collate "C" not null,
  sex text not null,
  birth_date date not null,
  ethnicity text,
  education text,
  status text not null,
  mobile boolean not null default false,
  applied_on date,
  joined_on date,
  formal_on date,
  occupation text,
  income_kind text,
  tags text[] not null default '{}',
  external_code text,
  id_number_masked text not null,
  id_number_hash bytea not null,
  id_number_sealed bytea not null,
  phone_masked text,
  phone_hash bytea,
  phone_sealed bytea,
  income_hash bytea,
  income_sealed bytea,
  closed_on date,
  close_reason text,
  version int not null
);
create unique index member_id_number on members (id_number_hash);
create index member_place on members (level_code, id);
create index member_organization on members (organization_id);
create index member_name on members (name);
create index member_mobile on members (level_code, id) where mobile;
call app.protect('members', 'select, insert, update');

-- The event of a member, for the statements that change many at once.
create function app.member_state(m members) returns jsonb language sql stable parallel safe
  return jsonb_build_object('memberId', m.id, 'version', m.version, 'organizationId', m.organization_id, 'status', m.status, 'mobile', m.mobile);
grant execute on function app.member_state(members) to ${app}, ${system};

-- Rules of transfers and of mobile members, as data: the latest that is in force on a day counts.
create table relation_rules (
  effective_from date primary key,
  letter_valid_days int not null check (letter_valid_days between 1 and 400),
  mobile_after_months int not null check (mobile_after_months between 1 and 36),
  source text not null
);
insert into relation_rules values
  ('2004-01-01', 90, 6, '组织关系介绍信有效期一般不超过三个月；流动党员指六个月以上不能正常参加组织生活的党员');
-- The same for everybody, and changed by migrations of the installation.
grant select on relation_rules to ${app}, ${system};

-- A transfer concerns two organizations, of which neither may see the other's rows. So it is filed once for each side, under that
-- side's place; the two rows are always written together, under the system role, after the acting side's own row was found in scope.
create table transfers (
  id uuid not null,
  direction text not null check (direction in ('out', 'in')),
  organization_id uuid not null,
  level_code text collate "C" not null,
  member_id uuid not null references members,
  member_name text not null,
  member_status text not null,
  id_number_masked text not null,
  from_organization_id uuid not null,
  from_name text not null,
  to_organization_id uuid,
  to_name text not null,
  reason text not null,
  letter_no text,
  issued_on date not null,
  expires_on date not null,
  state text not null,
  decided_on date,
  decision_note text,
  version int not null,
  primary key (id, direction)
);
create unique index transfer_open on transfers (member_id) where state = 'issued' and direction = 'out';
create index transfer_place on transfers (level_code, id);
create index transfer_expiry on transfers (level_code, id) where state = 'issued' and direction = 'out';
create index transfer_organization on transfers (organization_id);
create index transfer_member on transfers (member_id);
call app.protect('transfers', 'select');

-- A mobile member is known at home and, for as long as it lasts, at the host's place: the same two rows. The host's row goes when it
-- ends; the history stays at home.
create table mobility (
  id uuid not null,
  side text not null check (side in ('home', 'host')),
  organization_id uuid not null,
  level_code text collate "C" not null,
  member_id uuid not null references members,
  member_name text not null,
  phone_masked text,
  home_organization_id uuid not null,
  home_name text not null,
  host_organization_id uuid,
  host_name text not null,
  left_on date not null,
  counts_from date not null,
  contact_name text,
  reason text,
  state text not null,
  checked_in_on date,
  ended_on date,
  end_reason text,
  version int not null,
  primary key (id, side)
);
create unique index mobility_open on mobility (member_id) where state <> 'ended' and side = 'home';
create index mobility_place on mobility (level_code, id);
create index mobility_organization on mobility (organization_id);
create index mobility_member on mobility (member_id);
call app.protect('mobility', 'select');

-- Finds whose members must go elsewhere.
create index organization_merged on organization_replica (merged_into_id) where status = 'merged';
