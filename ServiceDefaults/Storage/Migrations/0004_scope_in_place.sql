-- The policies' subqueries cost a read by id more than the read: each is prepared anew for every statement. So the scope is looked at in place. That costs a walk
-- over many rows a quarter of a microsecond a row, and a scope of several prefixes, which few callers have, somewhat more.
create or replace function app.single() returns boolean language sql stable parallel safe
  return current_setting('app.scope', true) not like '%,%';

create or replace procedure app.protect(name regclass, privileges text default 'select, insert, update, delete') language plpgsql as $$
declare
  inside constant text := 'level_code >= app.lo() and level_code < app.hi() and (app.single() or level_code ^@ any(app.prefixes()))';
begin
  execute format('alter table %s enable row level security', name);
  execute format('create policy scope on %s to ${app} using (%s) with check (%s)', name, inside, inside);
  execute format('create policy system_all on %s to ${system} using (true) with check (true)', name);
  execute format('grant %s on %s to ${app}', privileges, name);
  execute format('grant select, insert, update, delete on %s to ${system}', name);
end $$;

-- What has two sides (`need_level_code`, `helper_level_code`) keeps its subqueries: it is walked over more than read by id.
do $$
declare
  inside constant text := 'level_code >= app.lo() and level_code < app.hi() and (app.single() or level_code ^@ any(app.prefixes()))';
  name regclass;
begin
  for name in select polrelid from pg_policy where polname = 'scope' and pg_get_expr(polqual, polrelid) like '((level_code >= app.lo())%' loop
    execute format('alter policy scope on %s using (%s) with check (%s)', name, inside, inside);
  end loop;
end $$;
