using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using PartyCloud.AppHost.Local;
using PartyCloud.Testing;

namespace PartyCloud.SystemTests;

/// <summary>How many events each consumer has taken in, by service and handler.</summary>
internal sealed record Inboxes(IReadOnlyDictionary<string, long> Counts)
{
    public long this[string consumer] => Counts.GetValueOrDefault(consumer);
}

/// <summary>Compares what the services hold and looks at what lies between them.</summary>
internal sealed class Inspector : IDisposable
{
    public const string OrganizationState = "PartyCloud.Organizations.Contracts.OrganizationState";
    public const string MemberState = "PartyCloud.Members.Contracts.MemberState";

    /// <summary>Every service that remembers organizations, by the name of its consumer.</summary>
    public static readonly string[] OrganizationConsumers =
        ["members OnOrganizationState`1", "assessment OnOrganizationState`1", "pairing OnOrganizationState`1", "gateway OnOrganizationState`1"];

    public const string MemberConsumer = "organizations OnMemberState";

    private static readonly string[] Databases = ["organizations", "members", "assessment", "pairing", "gateway"];

    private readonly LocalSystem _system;
    private readonly Portal _portal;
    private readonly HttpClient _broker;

    public Inspector(LocalSystem system, Portal portal)
    {
        (_system, _portal) = (system, portal);
        _broker = new HttpClient { BaseAddress = system.BrokerManagementAddress };
        _broker.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{system.Secrets.Broker.User}:{system.Secrets.Broker.Password}")));
    }

    /// <summary>
    /// Waits until every consumer has asked its owner for all there is and been answered, so that from here on each fact comes from a
    /// change of a test's own.
    /// </summary>
    public Task ConsumersAreFilledAsync() => SystemFixture.Passes(async () =>
    {
        Assert.Equal(1, await CountAsync("organizations", "select count(*) from subscriptions"));
        Assert.Equal(1, await CountAsync("members", "select count(*) from subscriptions"));
        Assert.Equal(1, await CountAsync("assessment", "select count(*) from subscriptions"));
        Assert.Equal(2, await CountAsync("pairing", "select count(*) from subscriptions"));
        Assert.Equal(1, await CountAsync("gateway", "select count(*) from subscriptions"));
        await QueuesAreEmptyAsync();
    });

    /// <summary>Every service holds the same of each kind of fact as its owner does, and nothing is on its way or was put aside.</summary>
    public Task AllAgreeAsync() => SystemFixture.Passes(async () =>
    {
        foreach (var database in Databases)
        {
            Assert.True(0 == await CountAsync(database, "select count(*) from outbox"), $"The outbox of {database} is not empty.");
        }

        await QueuesAreEmptyAsync();
        var digests = await DigestsAsync();
        foreach (var (service, digest) in digests.Where(pair => !(bool)pair.Digest["owner"]!))
        {
            var owner = digests.Single(pair => (bool)pair.Digest["owner"]! && (string)pair.Digest["type"]! == (string)digest["type"]!);
            var (owned, remembered) = (Words(owner.Digest), Words(digest));
            Assert.True(owned == remembered, $"{service} remembers {remembered} where {owner.Service} has {owned}.");
        }

        // All that there is to remember is compared, so a replica that says nothing does not pass.
        Assert.Equal(4, digests.Count(pair => !(bool)pair.Digest["owner"]! && (string)pair.Digest["type"]! == OrganizationState));
        Assert.Equal(1, digests.Count(pair => !(bool)pair.Digest["owner"]! && (string)pair.Digest["type"]! == MemberState));
        Assert.Equal(6, digests.Count(pair => !(bool)pair.Digest["owner"]!));

        static string Words(JsonNode digest) => $"{digest["count"]} of {digest["type"]} ({digest["digest"]})";
    });

    /// <summary>How many events every consumer has taken in so far; the table's key lets each in once.</summary>
    public async Task<Inboxes> InboxesAsync()
    {
        var counts = new Dictionary<string, long>();
        foreach (var database in Databases)
        {
            await using var connection = await OpenAsync(database);
            await using var command = new NpgsqlCommand("select consumer, count(*), count(distinct event_id) from inbox group by consumer", connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                Assert.Equal(reader.GetInt64(1), reader.GetInt64(2));
                counts[$"{database} {reader.GetString(0)}"] = reader.GetInt64(1);
            }
        }

        return new(counts);
    }

    /// <summary>Returns while a job is between a tenth and four fifths of its rows; how far it was.</summary>
    public async Task<long> InTheMiddleAsync(string database, string job, int rows)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand("select done from jobs where id = $1", connection) { Parameters = { new() { Value = Guid.Parse(job[(job.LastIndexOf('/') + 1)..]) } } };
        await command.PrepareAsync();
        long done = 0;
        await Eventually.Holds(async () => (done = (long)(await command.ExecuteScalarAsync())!) * 10 >= rows, SystemFixture.Patience, $"A tenth of {job}");
        Assert.True(done * 10 <= rows * 8L, $"{job} was too quick to be met in its middle: {done} of {rows} rows.");
        return done;
    }

    public async Task<long> CountAsync(string database, string sql, params object[] values)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return (long)(await command.ExecuteScalarAsync())!;
    }

    public void Dispose() => _broker.Dispose();

    /// <summary>Sends a message that nobody can read, and that so ends in the error queue.</summary>
    public async Task PoisonAsync(string queue)
    {
        using var sent = await _broker.PostAsJsonAsync("/api/exchanges/%2F/amq.default/publish", new
        {
            properties = new { content_type = "application/vnd.masstransit+json", message_id = $"{Guid.CreateVersion7()}" },
            routing_key = queue,
            payload = "{ not a fact",
            payload_encoding = "string",
        });
        Assert.Contains("\"routed\":true", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Throws away what lies in an error queue, and returns when the broker says that nothing is left there.</summary>
    public async Task PurgeAsync(string queue)
    {
        // What is still on its way there comes first.
        await SystemFixture.Passes(async () => Assert.Equal(0, await LengthAsync(queue)));
        using var purged = await _broker.DeleteAsync($"/api/queues/%2F/{queue}_error/contents");
        purged.EnsureSuccessStatusCode();
        await SystemFixture.Passes(async () => Assert.Equal(0, await LengthAsync($"{queue}_error")));

        async Task<long?> LengthAsync(string name) => (long?)JsonNode.Parse(await _broker.GetStringAsync($"/api/queues/%2F/{name}"))!["messages"];
    }

    /// <summary>Also the error queues: a fact that could not be applied would lie there, and stay.</summary>
    private async Task QueuesAreEmptyAsync()
    {
        var queues = JsonNode.Parse(await _broker.GetStringAsync("/api/queues"))!.AsArray();
        Assert.True(queues.Count(queue => (string)queue!["type"]! == "quorum") >= 6, "The consumers' queues are not there.");
        if (queues.FirstOrDefault(queue => ((string)queue!["name"]!).EndsWith("_error", StringComparison.Ordinal) && (long?)queue["messages"] > 0) is { } failed)
        {
            throw new NeverException($"{failed["name"]} holds {failed["messages"]} messages: {await WhyAsync((string)failed["name"]!)}");
        }

        Assert.All(queues, queue => Assert.True((long?)queue!["messages"] == 0, $"{queue["name"]} holds {queue["messages"]} messages."));
    }

    private async Task<string?> WhyAsync(string queue)
    {
        using var answer = await _broker.PostAsJsonAsync($"/api/queues/%2F/{queue}/get", new { count = 1, ackmode = "ack_requeue_true", encoding = "auto" });
        return (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())![0]?["properties"]?["headers"]?["MT-Fault-Message"];
    }

    private async Task<List<(string Service, JsonNode Digest)>> DigestsAsync()
    {
        var digests = new List<(string, JsonNode)>();
        foreach (var service in Databases)
        {
            var answer = await _portal.GetAsync($"/api/v1/{service}/operations/digests");
            digests.AddRange(answer.AsArray().Select(digest => (service, digest!)));
        }

        return digests;
    }

    private async Task<NpgsqlConnection> OpenAsync(string database)
    {
        // Servers are killed in between, and a pool would hand out what is left of them.
        var connection = new NpgsqlConnection(_system.AdminConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
