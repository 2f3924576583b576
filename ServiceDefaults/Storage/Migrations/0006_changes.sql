-- The change feed (变更流): what became of the objects that portals follow, written by the triggers below in the transaction of every change, so that no way of
-- changing something goes past it. It holds no data of the object: who reads is shown the object as he may see it.
-- seq is the order of writing; a transaction that wrote early may commit late. position is the order of the feed: it is given only to what is committed, by one at a
-- time (ServiceDefaults/Feed/ChangeLog.cs), so that nothing ever appears behind a reader's back.
create table changes (
  seq bigint generated always as identity primary key,
  position bigint,
  at timestamptz not null default clock_timestamp(),
  type text not null,
  object_id uuid not null,
  version int not null,
  -- Where the object was when this became of it: who reaches that place reads of it.
  level_code text collate "C" not null,
  closed boolean not null,
  -- For what left this place: where it went. Who reaches both places reads of the arrival alone.
  moved_to text collate "C"
);
create unique index change_position on changes (position) where position is not null;
create index change_waiting on changes (seq) where position is null;
call app.protect('changes', 'select');

-- How far the feed goes, and up to where it was cleared away.
create table change_head (
  one boolean primary key default true check (one),
  position bigint not null default 0,
  cleared_to bigint not null default 0
);
insert into change_head default values;
alter table change_head enable row level security;
create policy scope on change_head for select to ${app} using (app.lo() is not null);
create policy system_all on change_head to ${system} using (true) with check (true);
grant select on change_head to ${app};
grant select, update on change_head to ${system};

-- Writes down what a statement changed. It runs as the owner, because what moved may have gone beyond the caller's scope; as a trigger function nobody can call it.
create function app.write_changes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  followed constant text := tg_argv[0];
  is_open constant text := tg_argv[1];
begin
  if tg_op = 'DELETE' then
    insert into changes (type, object_id, version, level_code, closed) select followed, id, version + 1, level_code, true from old_rows;
  elsif tg_op = 'INSERT' then
    execute format('insert into changes (type, object_id, version, level_code, closed) select %L, id, version, level_code, not (%s) from new_rows order by level_code', followed, is_open);
  elsif exists (select from new_rows) then
    execute format($q$
      with changed as (
        select n.id, n.version, n.level_code, o.level_code as before, not (%2$s) as closed
        from new_rows n join (select id, version, level_code from old_rows) o using (id)
        where (n.version, n.level_code) <> (o.version, o.level_code))
      insert into changes (type, object_id, version, level_code, closed, moved_to)
      select %1$L, id, version, before, false, level_code from changed where before <> level_code
      union all
      select %1$L, id, version, level_code, closed, null from changed
      $q$, followed, is_open);
  end if;
  return null;
end $$;

-- Lets portals follow a table with id, version and level_code.
create procedure app.follow(name regclass, type text, open text) language plpgsql as $$
begin
  execute format('create trigger changes_insert after insert on %s referencing new table as new_rows for each statement execute function app.write_changes(%L, %L)', name, type, open);
  execute format('create trigger changes_update after update on %s referencing new table as new_rows old table as old_rows for each statement execute function app.write_changes(%L, %L)', name, type, open);
  execute format('create trigger changes_delete after delete on %s referencing old table as old_rows for each statement execute function app.write_changes(%L, %L)', name, type, open);
end $$;
revoke execute on function app.write_changes() from public;
revoke execute on procedure app.follow(regclass, text, text) from public;
