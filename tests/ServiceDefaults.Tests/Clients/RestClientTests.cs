using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PartyCloud.Contracts;
using PartyCloud.Contracts.Clients;

namespace PartyCloud.ServiceDefaults.Tests.Clients;

public enum SampleKind
{
    GeneralBranch,
    Branch,
}

public sealed record Sample(Guid Id, string Name, SampleKind Kind, DateOnly Founded, decimal Score, string? Note = null);

public sealed record NewSample(string Name, SampleKind Kind, DateOnly Founded);

public sealed record SampleQuery
{
    public string? Under { get; init; }

    public SampleKind? Kind { get; init; }

    public DateOnly? From { get; init; }

    public bool? Active { get; init; }

    public int? Limit { get; init; }

    public string[] Tags { get; init; } = [];
}

/// <summary>Everything the contracts use, in the words that both libraries understand.</summary>
[SerializationMethods(Query = QuerySerializationMethod.Serialized)]
public interface ISampleApi
{
    [Get("/api/v1/samples/{id}")]
    Task<Sample> Get([Path] Guid id, CancellationToken cancellation = default);

    [Get("/api/v1/samples")]
    Task<string> Search([Query] SampleQuery query, CancellationToken cancellation = default);

    [Get("/api/v1/samples/{id}/members")]
    Task<string> Members([Path] Guid id, [Query] int limit, [Query] string? q, CancellationToken cancellation = default);

    [Post("/api/v1/samples")]
    Task<Sample> Register([Body] NewSample sample, [Header("Idempotency-Key")] string key, CancellationToken cancellation = default);

    [Delete("/api/v1/samples/{id}")]
    Task Remove([Path] Guid id, CancellationToken cancellation = default);

    [Get("/api/v1/samples/slow")]
    Task<string> Slow(CancellationToken cancellation = default);

    [Get("/api/v1/samples/file")]
    Task<HttpResponseMessage> Download(CancellationToken cancellation = default);
}

public sealed class RestClientTests : IAsyncLifetime
{
    private readonly WebApplication _app;
    private ServiceProvider _services = null!;
    private ISampleApi _api = null!;

    public RestClientTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(json => Wire.Configure(json.SerializerOptions));
        _app = builder.Build();
    }

    public async Task InitializeAsync()
    {
        _app.Urls.Add("http://127.0.0.1:0");
        var samples = _app.MapGroup("/api/v1/samples");
        samples.MapGet("/{id:guid}", (Guid id) => id == Guid.Empty ? Results.Problem(title: "没有找到", statusCode: 404) : Results.Ok(new Sample(id, "样例", SampleKind.GeneralBranch, new(2001, 7, 1), 84.50m)));
        samples.MapGet("", (HttpRequest request) => request.QueryString.Value);
        samples.MapGet("/{id:guid}/members", (Guid id, HttpRequest request) => id + request.QueryString.Value);
        samples.MapPost("", (NewSample sample, HttpRequest request) =>
            TypedResults.Created("", new Sample(Guid.CreateVersion7(), sample.Name, sample.Kind, sample.Founded, 0m, request.Headers["Idempotency-Key"])));
        samples.MapDelete("/{id:guid}", (Guid id) => TypedResults.NoContent());
        samples.MapGet("/slow", async (CancellationToken cancellation) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(1), cancellation);
            return "late";
        });
        samples.MapGet("/file", () => TypedResults.Bytes([1, 2, 3]));
        await _app.StartAsync();
        var services = new ServiceCollection();
        services.AddRestClient<ISampleApi>(new Uri(_app.Urls.Single() + "/")).AddHttpMessageHandler(() => new Bearer());
        _services = services.BuildServiceProvider();
        _api = _services.GetRequiredService<ISampleApi>();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_is_read_as_it_is_written_on_the_wire()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(new Sample(id, "样例", SampleKind.GeneralBranch, new(2001, 7, 1), 84.50m), await _api.Get(id));
    }

    [Fact]
    public async Task A_query_object_is_taken_apart_and_what_is_null_left_out()
    {
        var query = await _api.Search(new SampleQuery { Under = "甲&乙", Kind = SampleKind.GeneralBranch, From = new(2001, 7, 1), Active = true, Tags = ["a", "b"] });
        var parsed = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query.Trim('"'));
        Assert.Equal(["active", "from", "kind", "tags", "under"], parsed.Keys.Order());
        Assert.Equal(("甲&乙", "generalBranch", "2001-07-01", "true", "a,b"), ((string?)parsed["under"], (string?)parsed["kind"], (string?)parsed["from"], (string?)parsed["active"], (string?)parsed["tags"]));
        var id = Guid.CreateVersion7();
        Assert.Equal($"{id}?limit=5", (await _api.Members(id, 5, null)).Trim('"'));
    }

    [Fact]
    public async Task A_body_and_a_header_arrive()
    {
        var sample = await _api.Register(new NewSample("样例", SampleKind.Branch, new(2026, 7, 1)), "key-1");
        Assert.Equal(("样例", SampleKind.Branch, new DateOnly(2026, 7, 1), "key-1"), (sample.Name, sample.Kind, sample.Founded, sample.Note));
        await _api.Remove(sample.Id);
        using var file = await _api.Download();
        Assert.Equal([1, 2, 3], (await file.Content.ReadAsByteArrayAsync()).AsEnumerable());
    }

    [Fact]
    public async Task A_refusal_carries_its_status_and_its_problem()
    {
        var thrown = await Assert.ThrowsAsync<ApiException>(() => _api.Get(Guid.Empty));
        Assert.Equal(HttpStatusCode.NotFound, thrown.StatusCode);
        Assert.Contains("没有找到", thrown.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_given_up_with_its_token()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _api.Slow(source.Token));
    }

    private sealed class Bearer : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new("Bearer", "x");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
