using Npgsql;

namespace PartyCloud.Architecture.Tests;

[Collection(nameof(Parts))]
public sealed class TablesTests(Parts parts)
{
    // Code lists and rules of the installation, the same for everybody.
    private static readonly string[] OpenToAll = ["domain_types", "relation_rules"];

    // Run as their owner and keep to the scope themselves, as the tests below show.
    private static readonly string[] ChangesInScope = ["app.changes(bigint,bigint,text,text[],integer)", "app.changes_two_sided(bigint,bigint,text,text[],integer)"];

    /// <summary>Every way in which a table could be open to the caller's role or to the system's: each line names one that is.</summary>
    private const string Faults = """
        with r(role) as (values ('{0}_app')), t as (
         select c.oid, c.relkind, c.relrowsecurity, c.reloptions, role from r, pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r','p','v','m','f')
           and has_any_column_privilege(role, c.oid, 'select, insert, update, references')
           and c.oid not in (select objid from pg_depend where deptype = 'e' and classid = 'pg_class'::regclass))
        select oid::regclass::text, 'row security is off' from t where relkind in ('r','p') and not relrowsecurity
        union all select oid::regclass::text, 'no policy of its own' from t where relkind in ('r','p') and not exists (select 1 from pg_policy p where p.polrelid = t.oid and t.role::regrole = any(p.polroles))
        union all select t.oid::regclass::text, 'policy ' || polname || ' does not read the scope' from t join pg_policy p on p.polrelid = t.oid and (0 = any(p.polroles) or t.role::regrole = any(p.polroles))
           where p.polpermissive and exists (select 1 from unnest(array[pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)]) x where x is not null and x !~ 'app\.lo\(\)')
        union all select oid::regclass::text, 'view without security_invoker' from t where relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false)
        union all select oid::regclass::text, 'materialized view or foreign table' from t where relkind in ('m','f')
        union all select oid::regclass::text, 'truncate or trigger granted' from t where relkind in ('r','p') and has_table_privilege(role, oid, 'truncate, trigger')
        union all select p.oid::regprocedure::text, 'security definer' from r, pg_proc p join pg_namespace n on n.oid = p.pronamespace where prosecdef and n.nspname !~ '^pg_' and has_function_privilege(role, p.oid, 'execute')
        union all select role, 'superuser, bypassrls, owner or member of an owner' from r join pg_roles g on g.rolname = role where rolsuper or rolbypassrls or exists (select 1 from pg_class c where c.relkind in ('r','p') and c.relnamespace = 'public'::regnamespace and pg_has_role(role, c.relowner, 'member'))
        union all select '{0}_system', 'superuser, bypassrls or owner' from pg_roles g where g.rolname = '{0}_system' and (rolsuper or rolbypassrls or exists (select 1 from pg_class c where c.relkind in ('r','p') and c.relnamespace = 'public'::regnamespace and pg_has_role(g.oid, c.relowner, 'member')))
        """;

    [Fact]
    public async Task No_table_is_without_a_policy_that_reads_the_scope()
    {
        List<string> faults = [];
        foreach (var part in parts.All)
        {
            foreach (var (table, fault) in await QueryAsync(part, Faults.Replace("{0}", part.Name, StringComparison.Ordinal)))
            {
                if (!OpenToAll.Contains(table) && !ChangesInScope.Contains(table))
                {
                    faults.Add($"{part.Name}: {table}: {fault}");
                }
            }
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task The_check_names_a_table_that_was_planted_without_a_policy()
    {
        var part = parts.All[0];
        await QueryAsync(part, $"create table planted (level_code text); grant select on planted to {part.Name}_app; select '', ''");
        try
        {
            Assert.Contains(("planted", "row security is off"), await QueryAsync(part, Faults.Replace("{0}", part.Name, StringComparison.Ordinal)));
        }
        finally
        {
            await QueryAsync(part, "drop table planted; select '', ''");
        }
    }

    [Fact]
    public async Task A_connection_without_a_scope_sees_nothing()
    {
        foreach (var part in parts.All)
        {
            var tables = await QueryAsync(part, $"""
                select c.oid::regclass::text, '' from pg_class c where c.relkind in ('r','p') and c.relnamespace = 'public'::regnamespace and has_table_privilege('{part.Name}_app', c.oid, 'select')
                """);
            Assert.NotEmpty(tables);
            foreach (var table in tables.Select(row => row.Table).Except(OpenToAll))
            {
                var seen = await QueryAsync(part, $"set role {part.Name}_app; select '{table}', 'is seen' where exists (select 1 from {table})");
                Assert.Empty(seen);
            }
        }
    }

    [Fact]
    public async Task Of_a_set_of_changes_only_those_within_the_scope_are_told_whatever_reach_is_asked_for()
    {
        foreach (var part in parts.All)
        {
            var told = await QueryAsync(part, $"""
                begin;
                insert into change_sets (position, type, count, ids, versions, places, closed)
                values (9000000000, 'planted', 3, array(select gen_random_uuid() from generate_series(1, 3)), array[1, 2, 3], array['001001', '001001004', '001002'], array[false, false, false]);
                set local role {part.Name}_app;
                select 'none', version::text from app.changes(8999999999, 9999999999, 'planted', array['0'], 10);
                select set_config('app.scope', '001001', true), '';
                select 'east', version::text from app.changes(8999999999, 9999999999, 'planted', array['0'], 10);
                select set_config('app.scope', '001002,001003', true), '';
                select 'west', version::text from app.changes(8999999999, 9999999999, 'planted', array['0'], 10);
                select 'both', version::text from app.changes(9000000000, 9999999999, 'planted', array['0'], 10);
                rollback
                """);
            Assert.Equal([("east", "1"), ("east", "2"), ("west", "3"), ("both", "3")], told.Where(row => row.Fault.Length > 0));
        }
    }

    [Fact]
    public async Task Of_changes_with_two_places_those_with_either_in_scope_are_told_once_and_what_left_to_who_reaches_none_of_its_new_places()
    {
        const string Told = "version::text from app.changes_two_sided(8999999999, 9999999999, 'planted', array['0'], 10)";
        foreach (var part in parts.All)
        {
            var told = await QueryAsync(part, $"""
                begin;
                insert into change_sets (position, type, count, ids, versions, places, other_places, closed, moved_to, other_moved_to)
                values (9000000000, 'planted', 4, array(select gen_random_uuid() from generate_series(1, 4)), array[1, 2, 3, 4], array['001001', '001002', '001001', '001001'],
                  array['001002', '001003', '001001', '001003'], array[false, false, false, false], array[null, null, null, '001001'], array[null, null, null, '001002']);
                set local role {part.Name}_app;
                select 'none', {Told};
                select set_config('app.scope', '001001', true), '';
                select 'east', {Told};
                select set_config('app.scope', '001002,001003', true), '';
                select 'west', {Told};
                select 'away', version::text from app.changes_two_sided(8999999999, 9999999999, 'planted', array['001003'], 10);
                rollback
                """);
            Assert.Equal([("east", "1"), ("east", "3"), ("west", "1"), ("west", "2"), ("away", "2"), ("away", "4")], told.Where(row => row.Fault.Length > 0));
        }
    }

    [Fact]
    public async Task The_audit_log_can_be_added_to_and_nothing_else()
    {
        foreach (var part in parts.All)
        {
            var granted = await QueryAsync(part, $"""
                select role || ' ' || privilege, '' from unnest(array['{part.Name}_app', '{part.Name}_system']) role, unnest(array['update', 'delete', 'truncate']) privilege,
                  unnest(array['audit_log', 'audit_seals']) t where has_table_privilege(role, t, privilege)
                """);
            Assert.Empty(granted);
        }
    }

    private static async Task<List<(string Table, string Fault)>> QueryAsync(IPart part, string sql)
    {
        await using var connection = new NpgsqlConnection(part.Database.AdminConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, string)> rows = [];
        do
        {
            while (await reader.ReadAsync())
            {
                rows.Add((reader.GetString(0), reader.GetString(1)));
            }
        }
        while (await reader.NextResultAsync());
        return rows;
    }
}
