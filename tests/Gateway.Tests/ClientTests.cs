using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Client;
using PartyCloud.Client.Exchange;
using PartyCloud.Client.Signing;
using PartyCloud.Contracts.Clients;
using PartyCloud.Members.Contracts;
#if FULL_FEED
using Refit;
#else
using RestEase;
#endif

namespace PartyCloud.Gateway.Tests;

/// <summary>The client that portals are given, against a server that answers as each test says. That the real gateway lets it in is shown by the system's tests.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<Call> _calls = [];
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = [];
    private WebApplication _server = null!;

    private sealed record Call(string Method, IReadOnlyDictionary<string, string> Headers, string Body);

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async http =>
        {
            using var body = new StreamReader(http.Request.Body);
            _calls.Enqueue(new(http.Request.Method, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), await body.ReadToEndAsync()));
            if (_answers.TryDequeue(out var answer))
            {
                await answer(http);
                return;
            }

            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(http.Request.Method == "GET" ? """{"items":[],"next":null}""" : "null");
        });
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_call_that_nobody_let_in_is_sent_again_signed_anew_and_under_one_key()
    {
        Answer(503, retryAfter: 0);
        Answer(429, retryAfter: 0);

        await Members().AdmitMember(Sample);

        Assert.Equal(["POST", "POST", "POST"], _calls.Select(call => call.Method));
        Assert.Single(_calls.Select(call => call.Body).Distinct());
        Assert.True(Guid.TryParse(Assert.Single(_calls.Select(call => call.Headers["Idempotency-Key"]).Distinct()), out _));
        Assert.Equal(3, _calls.Select(call => call.Headers[SignatureHeaders.Nonce]).Distinct().Count());
        Assert.Equal(3, _calls.Select(call => call.Headers[SignatureHeaders.Signature]).Distinct().Count());
    }

    [Fact]
    public async Task A_key_of_the_callers_own_is_kept()
    {
        await Members().AdmitMember(Sample, idempotencyKey: "import-2026-row-7");

        Assert.Equal("import-2026-row-7", Assert.Single(_calls).Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task A_read_whose_connection_broke_is_sent_again()
    {
        _answers.Enqueue(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });

        Assert.Empty((await Members().ListMembers()).Items);

        Assert.Equal(2, _calls.Count);
    }

    [Fact]
    public async Task A_patch_that_may_have_been_done_is_not_repeated_and_one_that_nobody_let_in_is()
    {
        Answer(502);
        Assert.Equal(HttpStatusCode.BadGateway, (await Assert.ThrowsAsync<ApiException>(() => Members().ChangeMember(Guid.CreateVersion7(), new ChangeMemberRequest()))).StatusCode);
        Assert.Single(_calls);

        Answer(429, retryAfter: 0);
        await Members().ChangeMember(Guid.CreateVersion7(), new ChangeMemberRequest());
        Assert.Equal(3, _calls.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(409)]
    [InlineData(500)]
    public async Task A_refusal_is_told_and_not_repeated(int status)
    {
        Answer(status, problem: """
            {"type":"about:blank","title":"有误","status":400,"detail":"","instance":"/","code":"field.required","traceId":null,"errors":[{"field":"name","code":"field.required","text":"必填"}]}
            """);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => Members().AdmitMember(Sample));

        Assert.Equal("field.required", refusal.ReadProblem()!.Code);
        Assert.Single(_calls);
    }

    [Fact]
    public async Task A_server_that_asks_for_too_long_a_wait_is_not_waited_for()
    {
        Answer(429, retryAfter: 3600);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Assert.ThrowsAsync<ApiException>(() => Members().ListMembers())).StatusCode);
        Assert.Single(_calls);
    }

    [Fact]
    public async Task After_the_last_retry_the_answer_is_told_as_it_is()
    {
        for (var answer = 0; answer < 3; answer++)
        {
            Answer(503, retryAfter: 0);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Assert.ThrowsAsync<ApiException>(() => Members(options => options.Retries = 2).ListMembers())).StatusCode);
        Assert.Equal(3, _calls.Count);
    }

    [Fact]
    public async Task The_headers_of_an_exchange_layer_go_beside_the_signature()
    {
        await Members(options => options.Through = new TifGateway("sample-portal", "sample-token", "sample-service")).ListMembers();

        var headers = Assert.Single(_calls).Headers;
        Assert.Equal(("sample-portal", "sample-service"), (headers["x-tif-paasid"], headers["x-tif-serviceId"]));
        Assert.Equal(64, headers["x-tif-signature"].Length);
        Assert.True(headers.ContainsKey(SignatureHeaders.Signature));
    }

    [Fact]
    public void T74_headers_of_the_national_exchange()
    {
        var layer = new NationalExchange("00000000-0000-0000-0000-000000000001", "s_demo_0001", () => "demo-secret");

        Assert.Equal(
            [
                ("gjgxjhpt_rid", "00000000-0000-0000-0000-000000000001"), ("gjgxjhpt_sid", "s_demo_0001"), ("gjgxjhpt_rtime", "1750000000000"),
                ("gjgxjhpt_sign", "TfOH+rDNCPcGVIsebr+Q6mAyjdqrabReo25inTKa0JY="),
            ],
            layer.Headers(DateTimeOffset.FromUnixTimeSeconds(1750000000)));
    }

    [Fact]
    public void T75_headers_of_a_tif_gateway()
    {
        var layer = new TifGateway("sample-portal", "demo-token", nonce: () => "nonce-0001");

        Assert.Equal(
            [
                ("x-tif-paasid", "sample-portal"), ("x-tif-timestamp", "1750000000"), ("x-tif-nonce", "nonce-0001"),
                ("x-tif-signature", "3c09d630a2aff4acbc77f8297b8b34c01f8fec3ed10d1a2e025742c2b8a6c1ba"),
            ],
            layer.Headers(DateTimeOffset.FromUnixTimeSeconds(1750000000)));
    }

    [Fact]
    public void What_cannot_sign_is_refused_when_it_is_set_up()
    {
        Refused("Address", options => options.Address = null);
        Refused("App", options => options.App = Guid.Empty);
        Refused("Secret", options => options.Secret = null);
        Refused("Algorithm", options => options.Algorithm = "SM2");
        Refused("Sm2PrivateKey", options => options.Sm2PrivateKey = "00");

        void Refused(string what, Action<PartyCloudOptions> configure) =>
            Assert.StartsWith(what, Assert.Throws<ArgumentException>(() => Members(configure)).Message, StringComparison.Ordinal);
    }

    private static AdmitMemberRequest Sample => new(Guid.CreateVersion7(), "", "样例党员");

    private IMembersApi Members(Action<PartyCloudOptions>? configure = null) => new ServiceCollection()
        .AddPartyCloud(options =>
        {
            (options.Address, options.App, options.Secret) = (new Uri(_server.Urls.Single()), Guid.CreateVersion7(), "sample-secret");
            configure?.Invoke(options);
        })
        .BuildServiceProvider().GetRequiredService<IMembersApi>();

    private void Answer(int status, int? retryAfter = null, string? problem = null) => _answers.Enqueue(async http =>
    {
        http.Response.StatusCode = status;
        if (retryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (problem is not null)
        {
            http.Response.ContentType = "application/problem+json";
            await http.Response.WriteAsync(problem);
        }
    });
}
