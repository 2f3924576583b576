using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Operations;
using PartyCloud.Gateway.Signing;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>A gateway that knows the key of before and the one of now.</summary>
public sealed class RekeyedGateway : GatewayApp
{
    private static readonly byte[] Before = SHA256.HashData("gateway's key of before"u8);

    protected override IEnumerable<(string Name, string Value)> Settings => [.. base.Settings, ("AppKeys:9", Convert.ToBase64String(Before))];

    /// <summary>As the gateway sealed before its key was changed.</summary>
    internal static AppKeys KeysOfBefore { get; } = KeysOf(("Current", "9"), ("9", Convert.ToBase64String(Before)), ("1", Convert.ToBase64String(new byte[32])));

    /// <summary>When the old key has been taken away.</summary>
    internal static AppKeys KeysOfLater { get; } = KeysOf(("Current", "1"), ("1", Convert.ToBase64String(new byte[32])));

    private static AppKeys KeysOf(params (string Name, string Value)[] keys) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(keys.ToDictionary(key => $"AppKeys:{key.Name}", key => (string?)key.Value)).Build());
}

/// <summary>After a change of the gateway's key nothing stays under the old one, and what was sealed can be used as before.</summary>
public sealed class ResealTests(RekeyedGateway app) : IClassFixture<RekeyedGateway>
{
    private static readonly string[] Sealed =
    [
        "app_credentials.secret", "correction_requests.answer", "correction_requests.evidence", "correction_requests.should_be", "sessions.provider_hint", "webhook_secrets.secret",
    ];

    // Hashes, public keys, answers that are kept; and the hint of a sign-on, which lives for minutes and goes over to the session in its box.
    private static readonly string[] NotSealed =
    [
        "app_credentials.public_key", "audit_seals.hash", "idempotency_keys.answer", "job_parts.bytes", "recovery_codes.hash", "session_tokens.hash",
        "sessions.provider_session", "sign_on_attempts.browser", "sign_on_attempts.hash", "sign_on_attempts.provider_hint", "sign_on_attempts.provider_session", "sign_on_notices.hash",
    ];

    [Fact]
    public async Task All_that_is_sealed_is_put_under_the_current_key_and_opens_as_before()
    {
        var portal = await SignedApp.RegisterAsync(app, [new(AppResource.Organizations, AppAccess.Read)]);
        var account = await app.HasAccountAsync(("operator", null));
        using var operators = app.With((await app.TokensOfAsync(account.UserName)).AccessToken);
        var (endpoint, secret, identity, correction, unanswered) = (Id(), Id(), Id(), Id(), Id());
        await using var admin = NpgsqlDataSource.Create(app.Database.AdminConnectionString);
        foreach (var (credential, box) in await RowsAsync(admin, "select id, secret from app_credentials where app_id = $1", portal.App.Id))
        {
            await ExecuteAsync(admin, "update app_credentials set secret = $2 where id = $1", credential, RekeyedGateway.KeysOfBefore.Renew(credential, box));
        }

        await ExecuteAsync(admin, "insert into webhook_endpoints (id, app_id, url, types, created_at, created_by, paused_at, written, failures, probes, version) values ($1, $2, 'https://portal.example/', '{}', now(), $2, now(), 0, 0, 0, 1)", endpoint, portal.App.Id);
        await ExecuteAsync(admin, "insert into webhook_secrets (id, endpoint_id, secret, created_at, created_by) values ($1, $2, $3, now(), $2)", secret, endpoint, Before(secret, "webhook"));
        await ExecuteAsync(admin, "insert into external_identities (id, provider, subject, account_id, linked_at) values ($1, 'sample', 'sample', $2, now())", identity, account.Id);
        await ExecuteAsync(admin, "update sessions set identity_id = $1, provider = 'sample', provider_hint = $2 where account_id = $3", identity, Before(identity, "hint"), account.Id);
        await CorrectionAsync(admin, correction, account.Id, answered: true);
        await CorrectionAsync(admin, unanswered, account.Id, answered: false);

        var job = await (await operators.PostAsync("/api/v1/operations/reseal", null)).Read<JobResponse>(HttpStatusCode.Accepted);
        await Eventually.Passes(async () =>
        {
            var ours = (await (await operators.GetAsync("/api/v1/operations/jobs?service=gateway")).Read<GatheredJobs>()).Items.Single(item => item.Id == job.Id);
            Assert.Equal((JobState.Succeeded, 5L, (long?)5, "gateway.reseal"), (ours.State, ours.Done, ours.Total, ours.Kind));
        });

        Assert.All(await RowsAsync(admin, "select id, secret from app_credentials where app_id = $1", portal.App.Id), row => Assert.NotEmpty(RekeyedGateway.KeysOfLater.Open(row.Id, row.Box)));
        await OpensAsync("webhook", "select id, secret from webhook_secrets where id = $1", secret);
        await OpensAsync("hint", "select identity_id, provider_hint from sessions where identity_id = $1", identity);
        foreach (var column in (string[])["should_be", "evidence", "answer"])
        {
            await OpensAsync(column, $"select id, {column} from correction_requests where id = $1", correction);
        }

        await OpensAsync("should_be", "select id, should_be from correction_requests where id = $1", unanswered);
        Assert.Empty(await app.TextsAsync("select id::text from correction_requests where id = $1 and (evidence is not null or answer is not null)", unanswered));
        await (await portal.GetAsync("/api/v1/apps/me")).Read<WhichAppResponse>();

        async Task OpensAsync(string text, string sql, Guid id)
        {
            var (owner, box) = Assert.Single(await RowsAsync(admin, sql, id));
            Assert.Equal(text, Encoding.UTF8.GetString(RekeyedGateway.KeysOfLater.Open(owner, box)));
        }
    }

    [Fact]
    public async Task Of_each_column_of_bytes_it_is_known_whether_it_is_sealed()
    {
        var columns = await app.TextsAsync("select table_name || '.' || column_name from information_schema.columns where table_schema = 'public' and data_type = 'bytea'");

        Assert.Equal([], columns.Except(Sealed).Except(NotSealed).Order(StringComparer.Ordinal));
        Assert.Empty(Sealed.Concat(NotSealed).Except(columns));
    }

    [Fact]
    public async Task Who_sees_to_accounts_does_not_start_it()
    {
        using var security = await app.AdminAsync();
        await (await security.PostAsync("/api/v1/operations/reseal", null)).Refusal(HttpStatusCode.Forbidden);
    }

    private static byte[] Before(Guid owner, string text) => RekeyedGateway.KeysOfBefore.Seal(owner, text);

    private static async Task CorrectionAsync(NpgsqlDataSource admin, Guid id, Guid account, bool answered) => await ExecuteAsync(admin, """
        insert into correction_requests (id, resource_id, object_id, item, organization_id, account_id, asker_name, should_be, evidence, state, asked_at, counts_from, due_on, answer, answered_at, version)
        select $1, (select id from data_resources limit 1), $1, 'name', $1, $2, 'sample', $3, $4, $6, now(), current_date, current_date, $5, case when $5::bytea is not null then now() end, 1
        """, id, account, Before(id, "should_be"), answered ? Before(id, "evidence") : null, answered ? Before(id, "answer") : null, answered ? "accepted" : "open");

    private static async Task<List<(Guid Id, byte[] Box)>> RowsAsync(NpgsqlDataSource admin, string sql, Guid id)
    {
        await using var command = admin.CreateCommand(sql);
        await using var reader = await command.With(id).ExecuteReaderAsync();
        var rows = new List<(Guid, byte[])>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetGuid(0), reader.GetFieldValue<byte[]>(1)));
        }

        return rows;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource admin, string sql, params object?[] values)
    {
        await using var command = admin.CreateCommand(sql);
        Assert.NotEqual(0, await command.With(values).ExecuteNonQueryAsync());
    }

    private static Guid Id() => Guid.CreateVersion7();
}
