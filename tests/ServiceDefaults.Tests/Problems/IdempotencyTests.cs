using System.Net;
using PartyCloud.ServiceDefaults.Tests.Probes;
using PartyCloud.Testing;

namespace PartyCloud.ServiceDefaults.Tests.Problems;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private ProbeService _service = null!;

    public async Task InitializeAsync()
    {
        _database = await ProbeService.NewDatabaseAsync();
        _service = await ProbeService.StartAsync(_database);
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Of_requests_at_the_same_time_with_one_key_one_is_carried_out_and_its_answer_kept()
    {
        using var client = _service.As("001");
        var all = Enumerable.Range(0, 20).Select(_ => PostAsync(client, "held", "key", "{}")).ToList();

        var refused = new List<HttpResponseMessage>();
        while (refused.Count < 19)
        {
            var next = await Task.WhenAny(all).WaitAsync(Eventually.DefaultDeadline);
            all.Remove(next);
            refused.Add(await next);
        }

        foreach (var answer in refused)
        {
            Assert.Equal("idempotency.in-progress", (await answer.Refusal(HttpStatusCode.Conflict)).Code);
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        _service.Gates.Open.SetResult();
        var first = await (await Assert.Single(all)).Read<Guid>();
        Assert.Equal(first, await (await PostAsync(client, "held", "key", "{}")).Read<Guid>());
        Assert.Equal(1, _service.Gates.Executions);
    }

    [Fact]
    public async Task A_repetition_gets_the_first_answer_with_its_status_and_location()
    {
        using var client = _service.As("001");
        var body = """{"levelCode":"001","name":"once"}""";
        var first = await PostAsync(client, "things", "key", body);
        var again = await PostAsync(client, "things", "key", body);

        Assert.Equal((HttpStatusCode.Created, first.Headers.Location), (again.StatusCode, again.Headers.Location));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(1, await _database.CountAsync("select count(*) from things"));
    }

    [Fact]
    public async Task A_key_with_another_body_or_another_route_is_refused()
    {
        using var client = _service.As("001");
        await PostAsync(client, "things", "key", """{"levelCode":"001","name":"first"}""");

        Assert.Equal("idempotency.other-body", (await (await PostAsync(client, "things", "key", """{"levelCode":"001","name":"other"}""")).Refusal(HttpStatusCode.UnprocessableEntity)).Code);
        Assert.Equal("idempotency.other-body", (await (await PostAsync(client, "held", "key", """{"levelCode":"001","name":"first"}""")).Refusal(HttpStatusCode.UnprocessableEntity)).Code);
        Assert.Equal(1, await _database.CountAsync("select count(*) from things"));
    }

    [Fact]
    public async Task A_request_that_was_refused_may_be_sent_again()
    {
        using var client = _service.As("001");
        _service.Gates.Open.SetResult();
        _service.Gates.Refuses = true;
        Assert.Equal("job.over", (await (await PostAsync(client, "held", "key", "{}")).Refusal(HttpStatusCode.Conflict)).Code);

        _service.Gates.Refuses = false;
        await (await PostAsync(client, "held", "key", "{}")).Read<Guid>();
        Assert.Equal(1, _service.Gates.Executions);
    }

    [Fact]
    public async Task Anothers_key_is_another_key_and_an_old_one_is_forgotten()
    {
        using var one = _service.As("001");
        using var two = _service.As("001");
        _service.Gates.Open.SetResult();
        var first = await (await PostAsync(one, "held", "key", "{}")).Read<Guid>();

        Assert.NotEqual(first, await (await PostAsync(two, "held", "key", """{"other":true}""")).Read<Guid>());
        await _database.ExecuteAsync("update idempotency_keys set created_at = now() - interval '25 hours'");
        Assert.NotEqual(first, await (await PostAsync(one, "held", "key", "{}")).Read<Guid>());
        Assert.Equal(3, _service.Gates.Executions);
    }

    [Fact]
    public async Task A_key_that_cannot_be_one_is_the_senders_fault()
    {
        using var client = _service.As("001");
        Assert.Equal("Idempotency-Key", Assert.Single((await (await PostAsync(client, "held", new string('k', 201), "{}")).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        Assert.Equal(0, _service.Gates.Executions);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/probe/{path}") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}
