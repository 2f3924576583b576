using Npgsql;
using PartyCloud.AppHost.Local;

namespace PartyCloud.AppHost.Tests;

/// <summary>Servers of their own for the tests that kill them.</summary>
public sealed class OwnServers : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("partycloud-servers-").FullName;

    public LocalServers Servers { get; private set; } = null!;

    public async Task InitializeAsync() => Servers = await LocalServers.StartAsync(_root);

    public async Task DisposeAsync()
    {
        await Servers.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}

public sealed class LocalServersTests(OwnServers own) : IClassFixture<OwnServers>
{
    private readonly LocalServers _servers = own.Servers;

    [Fact]
    public async Task A_killed_database_comes_back_with_what_was_committed()
    {
        await QueryAsync("create table kept (x int); insert into kept values (7)");
        var killed = _servers.Postgres.Part.ProcessId;

        await _servers.Postgres.Part.KillAsync();
        Assert.False(_servers.Postgres.Part.IsRunning);
        await _servers.Postgres.Part.StartAsync();

        Assert.NotEqual(killed, _servers.Postgres.Part.ProcessId);
        Assert.Equal(7, await QueryAsync("select x from kept"));
    }

    [Fact]
    public async Task A_killed_broker_comes_back_on_its_port()
    {
        await _servers.Broker.Part.KillAsync();
        Assert.False(_servers.Broker.Part.IsRunning);

        await _servers.Broker.Part.StartAsync();

        await _servers.Broker.Part.WaitReadyAsync();
        Assert.True(_servers.Broker.Part.IsRunning);
    }

    [Fact]
    public async Task Chinese_sorts_by_pinyin() =>
        Assert.Equal("安徽,北京,重庆,上海", await QueryAsync("select string_agg(x, ',' order by x) from unnest(array['上海','北京','重庆','安徽']) x"));

    [Fact]
    public async Task Nobody_enters_the_database_without_the_password()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => QueryAsync("select 1", ";Password=guess"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    private async Task<object?> QueryAsync(string sql, string other = "")
    {
        await using var connection = new NpgsqlConnection(_servers.Postgres.AdminConnection + ";Database=postgres;Pooling=false" + other);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
