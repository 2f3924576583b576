using Npgsql;
using PartyCloud.Testing;

namespace PartyCloud.AppHost.Tests;

public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Copies_of_a_template_are_made_from_one_preparation_and_know_nothing_of_each_other()
    {
        var preparations = 0;
        Task<TestDatabase> Copy() => TestDatabase.CreateFromTemplateAsync("template-test", async connection =>
        {
            Interlocked.Increment(ref preparations);
            await ExecuteAsync(connection, "create table t (x int); insert into t values (1)");
        });

        var copies = await Task.WhenAll(Copy(), Copy(), Copy());
        await ExecuteAsync(copies[0].AdminConnectionString, "insert into t values (2)");

        Assert.Equal(1, preparations);
        Assert.Equal([2L, 1L, 1L], await Task.WhenAll(copies.Select(copy => ExecuteAsync(copy.AdminConnectionString, "select count(*) from t"))));
        foreach (var copy in copies)
        {
            await copy.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_database_is_gone_when_it_is_disposed_of()
    {
        var database = await TestDatabase.CreateAsync();
        await ExecuteAsync(database.AdminConnectionString, "select 1"); // its pooled connection does not hold the database
        await database.DisposeAsync();

        var gone = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(database.AdminConnectionString + ";Pooling=false", "select 1"));

        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, gone.SqlState);
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
