using Npgsql;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed class StorageTests(GatewayApp app)
{
    [Fact]
    public async Task Every_table_has_row_security_and_a_policy()
    {
        Assert.Empty(await app.TextsAsync("""
            select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'schema_migrations'
              and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))
            """));
    }

    [Theory]
    [InlineData("accounts")]
    [InlineData("account_tokens")]
    [InlineData("recovery_codes")]
    [InlineData("posts")]
    [InlineData("sessions")]
    [InlineData("session_tokens")]
    [InlineData("apps")]
    [InlineData("app_scopes")]
    [InlineData("app_credentials")]
    [InlineData("app_nonces")]
    public async Task The_role_of_requests_does_not_reach_accounts_sessions_and_apps(string table)
    {
        await using var connection = new NpgsqlConnection(app.Database.AdminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set role gateway_app; select * from {table}", connection);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Passwords_and_recovery_codes_are_kept_by_their_hashes_alone()
    {
        await app.HasAccountAsync();
        Assert.Empty(await app.TextsAsync("select user_name from accounts where accounts::text like '%' || $1 || '%'", GatewayApp.Password));
    }
}
