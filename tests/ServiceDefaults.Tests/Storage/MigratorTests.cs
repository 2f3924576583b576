using Npgsql;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tests.Probes;
using PartyCloud.Testing;

namespace PartyCloud.ServiceDefaults.Tests.Storage;

public sealed class MigratorTests : IAsyncLifetime
{
    private const string Password = "it's a \"test\"";
    private static readonly string[] Files = ["PartyCloud.ServiceDefaults/0001_platform.sql", "PartyCloud.ServiceDefaults/0002_outbox_age.sql", "PartyCloud.ServiceDefaults/0003_history.sql", "PartyCloud.ServiceDefaults/0004_scope_in_place.sql", "PartyCloud.ServiceDefaults/0005_failure_in_words.sql", "PartyCloud.ServiceDefaults/0006_changes.sql", "PartyCloud.ServiceDefaults/0007_batches.sql", "PartyCloud.ServiceDefaults/0008_change_sets.sql", "PartyCloud.ServiceDefaults/0009_outbox_text.sql", "PartyCloud.ServiceDefaults/0010_known_history.sql", "PartyCloud.ServiceDefaults/0011_two_places.sql", "PartyCloud.ServiceDefaults.Tests/0001_probe.sql"];

    private readonly string _name = $"test_{Guid.CreateVersion7():N}";
    // Roles belong to the whole server: these are of this class alone.
    private readonly string _service = $"m{Guid.CreateVersion7():N}";
    private string _admin = "";

    public async Task InitializeAsync() => _admin = new NpgsqlConnectionStringBuilder(await TestServers.PostgresAsync()) { Database = _name }.ConnectionString;

    public async Task DisposeAsync()
    {
        await using var server = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_admin) { Database = "postgres", Pooling = false }.ConnectionString);
        await server.OpenAsync();
        foreach (var sql in new[] { $"drop database if exists {_name} with (force)", $"drop role if exists {_service}_app, {_service}_system, {_service}_owner" })
        {
            await using var drop = new NpgsqlCommand(sql, server);
            await drop.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task A_file_is_applied_once()
    {
        Assert.Equal(Files, await MigrateAsync());
        Assert.Empty(await MigrateAsync());

        Assert.Equal((long)Files.Length, await ScalarAsync("select count(*) from schema_migrations"));
        Assert.Equal($"{_service}_owner", await ScalarAsync("select tableowner from pg_tables where tablename = 'things'"));
        var app = new NpgsqlConnectionStringBuilder(_admin) { Username = $"{_service}_app", Password = Password, Pooling = false };
        Assert.Equal(0L, await ScalarAsync("select count(*) from things", app.ConnectionString));
    }

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_applied_is_refused_by_its_name()
    {
        await MigrateAsync();
        await ScalarAsync("update schema_migrations set hash = 'of another text' where name like '%probe.sql'");

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(MigrateAsync);
        Assert.Contains("0001_probe.sql", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_processes_may_migrate_one_new_database_at_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(MigrateAsync)));

        Assert.Equal(Files, Assert.Single(applied, files => files.Count > 0));
        Assert.Equal((long)Files.Length, await ScalarAsync("select count(*) from schema_migrations"));
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_behind_and_those_before_it_stay()
    {
        await MigrateAsync();
        await ScalarAsync("delete from schema_migrations where name like '%probe.sql'");

        Assert.Equal(PostgresErrorCodes.DuplicateTable, (await Assert.ThrowsAsync<PostgresException>(MigrateAsync)).SqlState);
        await ScalarAsync("drop table things");
        Assert.Equal(PostgresErrorCodes.DuplicateTable, (await Assert.ThrowsAsync<PostgresException>(MigrateAsync)).SqlState);
        Assert.Equal(DBNull.Value, await ScalarAsync("select to_regclass('things')::text"));
        await ScalarAsync("drop table thing_replica, deliveries, counted");

        Assert.Equal(Files[^1..], await MigrateAsync());
    }

    [Fact]
    public async Task The_system_counts_everybodys_sessions_by_a_function_that_tells_no_more_and_callers_may_not()
    {
        await MigrateAsync();
        await using var other = new NpgsqlConnection(_admin);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var begun = new NpgsqlCommand("select 1", other, transaction);
        await begun.ExecuteScalarAsync();

        Assert.Equal(1.0, await ScalarAsync("select sessions from app.sessions() where here and state = 'idle in transaction' and longest > 0", Of("system")));
        var thrown = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync("select count(*) from app.sessions()", Of("app")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, thrown.SqlState);

        string Of(string role) => new NpgsqlConnectionStringBuilder(_admin) { Username = $"{_service}_{role}", Password = Password, Pooling = false }.ConnectionString;
    }

    private Task<IReadOnlyList<string>> MigrateAsync() => Migrator.MigrateAsync(_service, _admin, Password, typeof(ProbeDb).Assembly);

    private async Task<object?> ScalarAsync(string sql, string? connectionString = null)
    {
        await using var connection = new NpgsqlConnection(connectionString ?? _admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
