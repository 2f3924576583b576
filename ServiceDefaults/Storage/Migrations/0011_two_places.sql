-- What has two places, as a pair has that of the need and that of the helper, is one change with both of them: who reaches either reads of it, who reaches both reads of it once.
-- Where there is one place the columns are null, and it is written and read as before.
alter table change_sets
  add column other_places text[] compression lz4 collate "C",
  add column other_moved_to text[] compression lz4 collate "C";

-- As app.changes(), for what has two places. It stands beside it, so that feeds with one place look for no second one.
-- What left is told to whoever reached one of its places and reaches none of the new ones.
create function app.changes_two_sided(after bigint, until bigint, followed text, reach text[], at_most int)
returns table ("position" bigint, at timestamptz, object_id uuid, version int, closed boolean, left_for_elsewhere boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.*
  from change_sets s cross join lateral (
    select s.position + c.nth - 1, s.at, c.id, c.version, c.closed, c.moved_to is not null
    from unnest(s.ids, s.versions, s.places, s.closed, s.moved_to, s.other_places, s.other_moved_to)
      with ordinality c (id, version, place, closed, moved_to, other_place, other_moved_to, nth)
    where c.nth > after - s.position + 1 and c.nth <= until - s.position + 1
      and ((c.place >= app.lo() and c.place < app.hi() and (app.single() or c.place ^@ any(app.prefixes())) and c.place ^@ any(reach))
        or (c.other_place >= app.lo() and c.other_place < app.hi() and (app.single() or c.other_place ^@ any(app.prefixes())) and c.other_place ^@ any(reach)))
      and (c.moved_to is null or not (c.moved_to ^@ any(reach) or c.other_moved_to ^@ any(reach)))
    order by c.nth limit at_most) c
  where s.position >= coalesce((select max(b.position) from change_sets b where b.position <= after + 1), 0) and s.position <= until and s.type = followed
  order by 1 limit at_most
$$;
revoke execute on function app.changes_two_sided(bigint, bigint, text, text[], int) from public;
grant execute on function app.changes_two_sided(bigint, bigint, text, text[], int) to ${app};

-- As app.write_changes(), for a table with two places: those are the columns that the trigger names.
create function app.write_changes_two_sided() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  followed constant text := tg_argv[0];
  is_open constant text := tg_argv[1];
  place constant text := tg_argv[2];
  other constant text := tg_argv[3];
  changes constant text := case tg_op
    when 'DELETE' then format(
      'select id, version + 1 as version, %1$I as place, %2$I as other_place, true as closed, null as moved_to, null as other_moved_to from old_rows', place, other)
    when 'INSERT' then format(
      'select id, version, %1$I as place, %2$I as other_place, not (%3$s) as closed, null as moved_to, null as other_moved_to from new_rows order by %1$I', place, other, is_open)
    else format($q$
      select n.id, n.version, told.*
      from new_rows n join (select id, version, %1$I, %2$I from old_rows) o using (id) cross join lateral (
        select o.%1$I as place, o.%2$I as other_place, false as closed, n.%1$I as moved_to, n.%2$I as other_moved_to where (o.%1$I, o.%2$I) <> (n.%1$I, n.%2$I)
        union all
        select n.%1$I, n.%2$I, not (%3$s), null, null) told
      where (n.version, n.%1$I, n.%2$I) <> (o.version, o.%1$I, o.%2$I)$q$, place, other, is_open)
    end;
begin
  execute format($q$
    insert into change_sets (type, count, ids, versions, places, other_places, closed, moved_to, other_moved_to)
    select $1, count(*), array_agg(id), array_agg(version), array_agg(place), array_agg(other_place), array_agg(closed),
      case when count(moved_to) > 0 then array_agg(moved_to) end, case when count(moved_to) > 0 then array_agg(other_moved_to) end
    from (%s) changes having count(*) > 0
    $q$, changes) using followed;
  return null;
end $$;

-- Lets portals follow a table with id, version and two places, neither of them null.
create procedure app.follow_two_sided(name regclass, type text, open text, place text, other_place text) language plpgsql as $$
declare
  write constant text := format('execute function app.write_changes_two_sided(%L, %L, %L, %L)', type, open, place, other_place);
begin
  execute format('create trigger changes_insert after insert on %s referencing new table as new_rows for each statement %s', name, write);
  execute format('create trigger changes_update after update on %s referencing new table as new_rows old table as old_rows for each statement %s', name, write);
  execute format('create trigger changes_delete after delete on %s referencing old table as old_rows for each statement %s', name, write);
end $$;
revoke execute on function app.write_changes_two_sided() from public;
revoke execute on procedure app.follow_two_sided(regclass, text, text, text, text) from public;
