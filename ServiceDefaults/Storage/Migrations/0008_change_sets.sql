-- The change feed holds together what one statement changed: the order, the time and the later numbering are of the set, a change is its place in it. A row for each change
-- cost an import of members as much as two of the table's own indexes, and each row was written a second time when it was numbered.
create sequence change_set_seq;
create table change_sets (
  -- The order of writing; a transaction that wrote early may commit late.
  seq bigint primary key default nextval('change_set_seq'),
  -- The feed's order, and that of the set's first change. It is given only to what is committed (ServiceDefaults/Feed/ChangeLog.cs).
  position bigint,
  at timestamptz not null default clock_timestamp(),
  type text not null,
  count int not null,
  -- Of each change one after the other. A place is where the object was when this became of it: who reaches that place reads of it.
  ids uuid[] compression lz4 not null,
  versions int[] compression lz4 not null,
  places text[] compression lz4 collate "C" not null,
  closed boolean[] compression lz4 not null,
  -- For what left its place: where it went. Null where nothing moved. Who reaches both places reads of the arrival alone.
  moved_to text[] compression lz4 collate "C"
);
insert into change_sets (seq, position, at, type, count, ids, versions, places, closed, moved_to)
select seq, position, at, type, 1, array[object_id], array[version], array[level_code], array[closed], case when moved_to is not null then array[moved_to] end from changes;
select setval('change_set_seq', (select coalesce(max(seq), 0) + 1 from change_sets), false);
drop table changes;
create unique index change_position on change_sets (position) where position is not null;
create index change_waiting on change_sets (seq) where position is null;

-- A set may lie in many places, so callers read it through the function below alone.
alter table change_sets enable row level security;
create policy system_all on change_sets to ${system} using (true) with check (true);
grant select, update, delete on change_sets to ${system};

-- The changes behind one position and up to another, within the scope in force and within reach, in their order.
create function app.changes(after bigint, until bigint, followed text, reach text[], at_most int)
returns table ("position" bigint, at timestamptz, object_id uuid, version int, closed boolean, left_for_elsewhere boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.*
  from change_sets s cross join lateral (
    select s.position + c.nth - 1, s.at, c.id, c.version, c.closed, c.moved_to is not null
    from unnest(s.ids, s.versions, s.places, s.closed, s.moved_to) with ordinality c (id, version, place, closed, moved_to, nth)
    where c.nth > after - s.position + 1 and c.nth <= until - s.position + 1
      and c.place >= app.lo() and c.place < app.hi() and (app.single() or c.place ^@ any(app.prefixes()))
      and c.place ^@ any(reach) and (c.moved_to is null or not c.moved_to ^@ any(reach))
    order by c.nth limit at_most) c
  where s.position >= coalesce((select max(b.position) from change_sets b where b.position <= after + 1), 0) and s.position <= until and s.type = followed
  order by 1 limit at_most
$$;
revoke execute on function app.changes(bigint, bigint, text, text[], int) from public;
grant execute on function app.changes(bigint, bigint, text, text[], int) to ${app};

-- Writes down what a statement changed. It runs as the owner, because what moved may have gone beyond the caller's scope; as a trigger function nobody can call it.
create or replace function app.write_changes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  followed constant text := tg_argv[0];
  is_open constant text := tg_argv[1];
  changes constant text := case tg_op
    when 'DELETE' then 'select id, version + 1 as version, level_code as place, true as closed, null as moved_to from old_rows'
    when 'INSERT' then format('select id, version, level_code as place, not (%s) as closed, null as moved_to from new_rows order by level_code', is_open)
    else format($q$
      select n.id, n.version, told.place, told.closed, told.moved_to
      from new_rows n join (select id, version, level_code from old_rows) o using (id) cross join lateral (
        select o.level_code as place, false as closed, n.level_code as moved_to where o.level_code <> n.level_code
        union all
        select n.level_code, not (%s), null) told
      where (n.version, n.level_code) <> (o.version, o.level_code)$q$, is_open)
    end;
begin
  execute format($q$
    insert into change_sets (type, count, ids, versions, places, closed, moved_to)
    select $1, count(*), array_agg(id), array_agg(version), array_agg(place), array_agg(closed), case when count(moved_to) > 0 then array_agg(moved_to) end
    from (%s) changes having count(*) > 0
    $q$, changes) using followed;
  return null;
end $$;
