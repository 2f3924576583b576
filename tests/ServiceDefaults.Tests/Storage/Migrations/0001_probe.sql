-- What the tests' own service keeps: things in their places, what it remembers of others' things, and each delivery it was handed.
create table things (
  id uuid primary key,
  level_code text collate "C" not null,
  name text not null,
  version int not null
);
create index on things (level_code, id);
create unique index things_name_in_place on things (level_code, name);
call app.protect('things');

create table thing_replica (
  id uuid primary key,
  version int not null,
  name text not null
);
grant select, insert, update on thing_replica to ${system};

create table deliveries (
  seq bigint generated always as identity primary key,
  thing_id uuid not null,
  version int not null
);
grant select, insert on deliveries to ${system};

-- What the counting job has counted, each number in the transaction of its step.
create table counted (
  job_id uuid not null,
  number int not null,
  level_code text collate "C" not null
);
call app.protect('counted', 'select, insert');
