using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>
/// Brings a service's database to the schema of its code: plain SQL files, embedded, each applied once and in its own transaction.
/// A file that was applied may not change any more.
/// </summary>
/// <remarks>Plain SQL, because policies, triggers and grants are the larger part, and because a city's DBA reviews it.</remarks>
public static class Migrator
{
    private const string Marker = ".Migrations.";

    /// <summary>The verb <c>migrate</c> of every service.</summary>
    /// <param name="service">Names the roles: <c>{service}_owner</c>, <c>_app</c>, <c>_system</c>.</param>
    /// <param name="sources">The assemblies whose embedded <c>Migrations/*.sql</c> make the schema, after ServiceDefaults' own.</param>
    public static async Task<int> RunAsync(string service, IConfiguration configuration, params Assembly[] sources)
    {
        var admin = configuration.GetConnectionString("admin") ?? throw new InvalidOperationException("ConnectionStrings:admin is not set.");
        var password = configuration["Database:Password"] ?? throw new InvalidOperationException("Database:Password is not set.");
        var applied = await MigrateAsync(service, admin, password, sources);
        Console.WriteLine($"{service}: {(applied.Count == 0 ? "schema is up to date" : "applied " + string.Join(", ", applied))}");
        return 0;
    }

    public static async Task<IReadOnlyList<string>> MigrateAsync(string service, string admin, string password, params Assembly[] sources)
    {
        await PrepareServerAsync(service, admin, password);
        // Unpooled: the lock ends with the connection, and a pooled one would hold it on.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(admin) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync("select pg_advisory_lock(7234001)");
        await ExecuteAsync($"""
            create table if not exists schema_migrations (name text primary key, hash text not null, applied_at timestamptz not null default now());
            grant connect, temporary on database "{connection.Database}" to {service}_app, {service}_system;
            grant create on schema public to {service}_owner;
            grant create on database "{connection.Database}" to {service}_owner;
            """);

        var applied = new List<string>();
        foreach (var (name, text) in Scripts([typeof(Migrator).Assembly, .. sources]))
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
            await using var known = new NpgsqlCommand("select hash from schema_migrations where name = $1", connection) { Parameters = { new() { Value = name } } };
            if (await known.ExecuteScalarAsync() is string before)
            {
                if (before != hash)
                {
                    throw new InvalidOperationException($"Migration {name} was applied with another text. Add a new file instead of changing it.");
                }

                continue;
            }

            await using var transaction = await connection.BeginTransactionAsync();
            await ExecuteAsync($"set local role {service}_owner");
            await ExecuteAsync(text.Replace("${app}", $"{service}_app", StringComparison.Ordinal).Replace("${system}", $"{service}_system", StringComparison.Ordinal)
                .Replace("${owner}", $"{service}_owner", StringComparison.Ordinal));
            await ExecuteAsync("reset role");
            await using var remember = new NpgsqlCommand("insert into schema_migrations (name, hash) values ($1, $2)", connection)
            {
                Parameters = { new() { Value = name }, new() { Value = hash } },
            };
            await remember.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
            applied.Add(name);
        }

        await ExecuteAsync(Sessions(service));
        return applied;

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    // Roles and databases belong to the whole server, and a lock to one database: whoever makes them takes turns in "postgres".
    private static async Task PrepareServerAsync(string service, string admin, string password)
    {
        var builder = new NpgsqlConnectionStringBuilder(admin);
        var database = builder.Database ?? throw new InvalidOperationException("ConnectionStrings:admin names no database.");
        builder.Database = "postgres";
        builder.Pooling = false;
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        await using var alone = new NpgsqlCommand("select pg_advisory_lock(7234002)", connection);
        await alone.ExecuteNonQueryAsync();
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = database } } };
        if (await exists.ExecuteScalarAsync() is null)
        {
            await using var create = new NpgsqlCommand($"create database \"{database}\"", connection);
            await create.ExecuteNonQueryAsync();
        }

        await using var roles = new NpgsqlCommand(Roles(service, password), connection);
        await roles.ExecuteNonQueryAsync();
    }

    private static string Roles(string service, string password) => $$"""
        do $$
        declare r text;
        begin
          foreach r in array array['{{service}}_owner', '{{service}}_app', '{{service}}_system'] loop
            if not exists (select 1 from pg_roles where rolname = r) then
              execute format('create role %I', r);
            end if;
          end loop;
          execute format('alter role {{service}}_app login password %L', '{{password.Replace("'", "''", StringComparison.Ordinal)}}');
          execute format('alter role {{service}}_system login password %L', '{{password.Replace("'", "''", StringComparison.Ordinal)}}');
          alter role {{service}}_app set plan_cache_mode = force_custom_plan;
          if not pg_has_role(current_user, '{{service}}_owner', 'member') then
            execute 'grant {{service}}_owner to current_user';
          end if;
        end $$
        """;

    // PostgreSQL shows others' sessions to those alone who may read their statements too, in every database. So the administrator's own function counts them, and says no more.
    private static string Sessions(string service) => $"""
        create or replace function app.sessions() returns table (here boolean, state text, sessions float8, longest float8)
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
          select datname = current_database(), state, count(*)::float8, max(extract(epoch from clock_timestamp() - xact_start))::float8
          from pg_stat_activity where backend_type = 'client backend' and state is not null group by 1, 2
        $$;
        revoke execute on function app.sessions() from public;
        grant execute on function app.sessions() to {service}_system;
        """;

    private static IEnumerable<(string Name, string Text)> Scripts(IEnumerable<Assembly> assemblies) =>
        from assembly in assemblies
        from resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)
        let at = resource.IndexOf(Marker, StringComparison.Ordinal)
        where at >= 0 && resource.EndsWith(".sql", StringComparison.Ordinal)
        select (assembly.GetName().Name + "/" + resource[(at + Marker.Length)..], Read(assembly, resource));

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
