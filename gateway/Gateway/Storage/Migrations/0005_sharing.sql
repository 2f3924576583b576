-- Sharing of data: the catalogue, requests with their working-day timers, corrections, and the calendar by which the days count. As with apps, the gateway reaches them as ${system} alone.
create table data_resources (
  id uuid primary key,
  code text not null,
  name text not null,
  name_en text not null,
  -- The scope of apps that opens it, each by one entry alone, so that two entries cannot say different things of one scope; without a scope no app gets it.
  resource text,
  class text not null,
  reason text,
  legal_basis text,
  frequency text not null,
  owner_id uuid,
  items jsonb not null,
  changed_at timestamptz not null,
  version int not null,
  check (class = 'unconditional' or (reason is not null and legal_basis is not null)),
  check (resource is not null or class = 'notShared')
);
create unique index on data_resources (code);
create unique index on data_resources (resource);

-- What is not said here is a working day from Monday to Friday. Public holidays move every year and take weekends in exchange (调休).
create table work_calendar (
  day date primary key,
  is_working_day boolean not null,
  name text not null,
  source text not null
);

create table share_requests (
  id uuid primary key,
  app_id uuid not null references apps,
  resource_id uuid not null references data_resources,
  items text[] not null,
  purpose text not null,
  legal_basis text not null,
  organization_id uuid,
  frequency text not null,
  until date not null,
  state text not null,
  asked_at timestamptz not null,
  asked_by uuid not null,
  counts_from date,
  due_on date,
  reason text,
  held_by_id uuid references share_requests,
  granted_organization_id uuid,
  granted_until date,
  version int not null,
  check ((counts_from is null) = (due_on is null))
);
create index on share_requests (app_id, id);
create index on share_requests (state, due_on, id);
-- Of what is still under way nobody asks a second time.
create unique index share_request_open on share_requests (app_id, resource_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), md5(purpose))
  where state in ('submitted', 'returned', 'deciding', 'preparing');

create table share_request_steps (
  id uuid primary key,
  request_id uuid not null references share_requests,
  -- The request's version that it made.
  ordinal int not null,
  at timestamptz not null,
  actor_id uuid not null,
  actor_name text not null,
  state text not null,
  reason text,
  due_on date
);
create unique index on share_request_steps (request_id, ordinal);

-- A scope that a request brought ends by itself, whoever looks; without a request it was given by an administrator and stays.
alter table app_scopes add column share_request_id uuid references share_requests;
alter table app_scopes add column ends_at timestamptz;
create index on app_scopes (share_request_id) where share_request_id is not null;

-- What should stand there, the evidence and the answer may speak of people, so they are sealed under the installation's keys.
create table correction_requests (
  id uuid primary key,
  resource_id uuid not null references data_resources,
  object_id uuid not null,
  item text not null,
  organization_id uuid not null,
  app_id uuid references apps,
  account_id uuid references accounts,
  asker_name text not null,
  stands text,
  should_be bytea not null,
  evidence bytea,
  state text not null,
  asked_at timestamptz not null,
  counts_from date not null,
  due_on date not null,
  answer bytea,
  answered_at timestamptz,
  answered_by uuid,
  answered_by_name text,
  version int not null,
  check ((app_id is null) <> (account_id is null)),
  check ((answer is null) = (answered_at is null))
);
create index on correction_requests (organization_id, state, due_on);
create index on correction_requests (app_id, id);
create index on correction_requests (account_id, id);
create unique index correction_open on correction_requests (resource_id, object_id, item, coalesce(app_id, account_id)) where state = 'open';

do $$
declare
  name text;
begin
  foreach name in array array['data_resources', 'work_calendar', 'share_requests', 'share_request_steps', 'correction_requests'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy system_all on %I to ${system} using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on %I to ${system}', name);
  end loop;
end $$;

-- What the API offers. The items are named by the schemas of the API document, which a test compares.
insert into data_resources (id, code, name, name_en, resource, class, reason, legal_basis, frequency, owner_id, items, changed_at, version) values
('01980000-0000-7000-8000-000000000d01', 'organizations', '基层党组织', 'Party organizations', 'organizations', 'unconditional', null, null, 'realTime', null, '[
  {"name": "code", "schema": "OrganizationResponse", "meaning": "党组织代码", "meaningEn": "Code", "personal": false},
  {"name": "name", "schema": "OrganizationResponse", "meaning": "党组织名称", "meaningEn": "Name", "personal": false},
  {"name": "kind", "schema": "OrganizationResponse", "meaning": "组织类别", "meaningEn": "Kind", "personal": false},
  {"name": "domainType", "schema": "OrganizationResponse", "meaning": "党建领域类型", "meaningEn": "Domain", "personal": false},
  {"name": "parentId", "schema": "OrganizationResponse", "meaning": "上级党组织", "meaningEn": "Superior organization", "personal": false},
  {"name": "regionCode", "schema": "OrganizationResponse", "meaning": "行政区划代码", "meaningEn": "Region code", "personal": false},
  {"name": "unitName", "schema": "OrganizationResponse", "meaning": "所在单位名称", "meaningEn": "Name of the unit", "personal": false},
  {"name": "unitClass", "schema": "OrganizationResponse", "meaning": "所在单位类别", "meaningEn": "Class of the unit", "personal": false},
  {"name": "establishedOn", "schema": "OrganizationResponse", "meaning": "成立日期", "meaningEn": "Established on", "personal": false},
  {"name": "status", "schema": "OrganizationResponse", "meaning": "状态", "meaningEn": "Status", "personal": false},
  {"name": "counts.organizations", "schema": "RollupResponse", "meaning": "下辖党组织数", "meaningEn": "Number of organizations below", "personal": false},
  {"name": "counts.members", "schema": "RollupResponse", "meaning": "下辖党员数", "meaningEn": "Number of members below", "personal": false}
]', now(), 1),
('01980000-0000-7000-8000-000000000d02', 'members', '党员基本信息', 'Party members', 'members', 'conditional', '含个人信息，须说明用途，按最小必要范围使用；证件号码和联系电话脱敏。', '《中华人民共和国个人信息保护法》第六条；《政务数据共享条例》', 'realTime', null, '[
  {"name": "name", "schema": "MemberResponse", "meaning": "姓名", "meaningEn": "Name", "personal": true},
  {"name": "sex", "schema": "MemberResponse", "meaning": "性别", "meaningEn": "Sex", "personal": true},
  {"name": "birthDate", "schema": "MemberResponse", "meaning": "出生日期", "meaningEn": "Date of birth", "personal": true},
  {"name": "ethnicity", "schema": "MemberResponse", "meaning": "民族", "meaningEn": "Ethnicity", "personal": true},
  {"name": "education", "schema": "MemberResponse", "meaning": "学历", "meaningEn": "Education", "personal": true},
  {"name": "occupation", "schema": "MemberResponse", "meaning": "职业", "meaningEn": "Occupation", "personal": true},
  {"name": "organizationId", "schema": "MemberResponse", "meaning": "所在党组织", "meaningEn": "Organization", "personal": true},
  {"name": "status", "schema": "MemberResponse", "meaning": "党员状态", "meaningEn": "Status", "personal": true},
  {"name": "mobile", "schema": "MemberResponse", "meaning": "是否流动党员", "meaningEn": "Whether mobile", "personal": true},
  {"name": "appliedOn", "schema": "MemberResponse", "meaning": "申请入党日期", "meaningEn": "Applied on", "personal": true},
  {"name": "joinedOn", "schema": "MemberResponse", "meaning": "入党日期", "meaningEn": "Joined on", "personal": true},
  {"name": "formalOn", "schema": "MemberResponse", "meaning": "转正日期", "meaningEn": "Full member on", "personal": true},
  {"name": "idNumber", "schema": "MemberResponse", "meaning": "证件号码（脱敏）", "meaningEn": "Identity number (masked)", "personal": true},
  {"name": "phone", "schema": "MemberResponse", "meaning": "联系电话（脱敏）", "meaningEn": "Telephone (masked)", "personal": true}
]', now(), 1),
('01980000-0000-7000-8000-000000000d03', 'member-identity', '党员证件号码和联系电话（明文）', 'Identity and telephone numbers in full', null, 'notShared', '只供有权限的人员逐条说明用途后查看，并记入审计；不向应用提供。', '《中华人民共和国个人信息保护法》第六条', 'realTime', null, '[
  {"name": "idNumber", "schema": "RevealedMember", "meaning": "证件号码", "meaningEn": "Identity number", "personal": true},
  {"name": "phone", "schema": "RevealedMember", "meaning": "联系电话", "meaningEn": "Telephone", "personal": true}
]', now(), 1),
('01980000-0000-7000-8000-000000000d04', 'assessment', '考评结果、整改和限制', 'Assessment results, rectification and restrictions', 'assessment', 'conditional', '考评结果用于改进工作，须说明用途；不得用于公开排名。', '《政务数据共享条例》', 'yearly', null, '[
  {"name": "rank", "schema": "RankingRow", "meaning": "排名", "meaningEn": "Rank", "personal": false},
  {"name": "score", "schema": "RankingRow", "meaning": "得分", "meaningEn": "Score", "personal": false},
  {"name": "grade", "schema": "RankingRow", "meaning": "等次", "meaningEn": "Grade", "personal": false},
  {"name": "satisfaction", "schema": "RankingRow", "meaning": "满意度", "meaningEn": "Satisfaction", "personal": false},
  {"name": "rectification.reason", "schema": "RectificationResponse", "meaning": "列入整顿的原因", "meaningEn": "Why it is rectified", "personal": false},
  {"name": "rectification.state", "schema": "RectificationResponse", "meaning": "整改进度", "meaningEn": "State of the rectification", "personal": false},
  {"name": "rectification.deadline", "schema": "RectificationResponse", "meaning": "整改期限", "meaningEn": "Deadline of the rectification", "personal": false},
  {"name": "rectification.closedOn", "schema": "RectificationResponse", "meaning": "销号日期", "meaningEn": "Closed on", "personal": false},
  {"name": "restriction.subjectName", "schema": "RestrictionResponse", "meaning": "受限制的组织或个人", "meaningEn": "Who is restricted", "personal": true},
  {"name": "restriction.scopes", "schema": "RestrictionResponse", "meaning": "限制事项", "meaningEn": "What is restricted", "personal": true},
  {"name": "restriction.from", "schema": "RestrictionResponse", "meaning": "限制起始日期", "meaningEn": "Restricted from", "personal": true},
  {"name": "restriction.until", "schema": "RestrictionResponse", "meaning": "限制截止日期", "meaningEn": "Restricted until", "personal": true}
]', now(), 1),
('01980000-0000-7000-8000-000000000d05', 'pairing', '结对共建和走访', 'Pairs and visits', 'pairing', 'conditional', '含帮扶对象和走访记录，须说明用途。', '《政务数据共享条例》', 'realTime', null, '[
  {"name": "kind", "schema": "PairResponse", "meaning": "结对类型", "meaningEn": "Kind", "personal": false},
  {"name": "state", "schema": "PairResponse", "meaning": "结对状态", "meaningEn": "State", "personal": false},
  {"name": "need", "schema": "PairResponse", "meaning": "受援方", "meaningEn": "Who is helped", "personal": true},
  {"name": "helper", "schema": "PairResponse", "meaning": "帮扶方", "meaningEn": "Who helps", "personal": true},
  {"name": "startedOn", "schema": "PairResponse", "meaning": "结对日期", "meaningEn": "Paired on", "personal": false},
  {"name": "endedOn", "schema": "PairResponse", "meaning": "结束日期", "meaningEn": "Ended on", "personal": false},
  {"name": "visits", "schema": "PairResponse", "meaning": "走访次数", "meaningEn": "Number of visits", "personal": false},
  {"name": "lastVisitOn", "schema": "PairResponse", "meaning": "最近走访日期", "meaningEn": "Last visit on", "personal": false},
  {"name": "visit.on", "schema": "VisitResponse", "meaning": "走访日期", "meaningEn": "Visited on", "personal": false},
  {"name": "visit.activities", "schema": "VisitResponse", "meaning": "走访内容", "meaningEn": "What the visit was for", "personal": false},
  {"name": "visit.summary", "schema": "VisitResponse", "meaning": "走访情况", "meaningEn": "What came of the visit", "personal": true}
]', now(), 1);

-- 国务院办公厅关于 2026 年部分节假日安排的通知（2025-11-04）. Weekends that stay free are not exceptions, but say to which holiday they belong.
insert into work_calendar (day, is_working_day, name, source)
select d::date, false, h.name, '国务院办公厅关于2026年部分节假日安排的通知'
from (values ('元旦', date '2026-01-01', date '2026-01-03'), ('春节', date '2026-02-15', date '2026-02-23'), ('清明节', date '2026-04-04', date '2026-04-06'),
  ('劳动节', date '2026-05-01', date '2026-05-05'), ('端午节', date '2026-06-19', date '2026-06-21'), ('中秋节', date '2026-09-25', date '2026-09-27'),
  ('国庆节', date '2026-10-01', date '2026-10-07')) h(name, first, last), generate_series(h.first, h.last, interval '1 day') d
union all
select day, true, name, '国务院办公厅关于2026年部分节假日安排的通知'
from (values (date '2026-01-04', '元旦调休上班'), (date '2026-02-14', '春节调休上班'), (date '2026-02-28', '春节调休上班'), (date '2026-05-09', '劳动节调休上班'),
  (date '2026-09-20', '国庆节调休上班'), (date '2026-10-10', '国庆节调休上班')) w(day, name);
