using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed class ForwardingTests(GatewayApp app)
{
    [Theory]
    [InlineData("/api/v1/organizations", "organizations")]
    [InlineData("/api/v1/organizations/by-code/A%2F1?q=%E5%85%9A", "organizations")]
    [InlineData("/api/v1/members/imports", "members")]
    [InlineData("/api/v1/transfers/1/receive", "members")]
    [InlineData("/api/v1/mobility/1/end", "members")]
    [InlineData("/api/v1/assessment/cycles", "assessment")]
    [InlineData("/api/v1/pairing/pairs?under=x", "pairing")]
    public async Task A_path_goes_to_its_service_unchanged(string path, string service)
    {
        using var session = await app.AsAsync(("cityAdmin", null));

        var echo = await (await session.GetAsync(path)).Read<Echo>();

        Assert.Equal(service, echo.Service);
        Assert.Equal(path, echo.Path.Replace("党", "%E5%85%9A", StringComparison.Ordinal) + echo.Query);
    }

    [Fact]
    public async Task The_clients_own_credentials_and_claims_about_its_address_stay_outside()
    {
        var token = (await app.TokensOfAsync((await app.HasAccountAsync(("cityAdmin", null))).UserName)).AccessToken;
        using var session = app.With(token);
        foreach (var (name, value) in new[]
        {
            ("Cookie", "session=secret"), ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "for=203.0.113.9"),
            ("X-Real-IP", "203.0.113.9"), ("Proxy-Authorization", "Basic x"),
        })
        {
            session.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        var echo = await (await session.GetAsync("/api/v1/members")).Read<Echo>();

        Assert.DoesNotContain(echo.Headers.Values, value => value.Contains(token, StringComparison.Ordinal) || value.Contains("203.0.113.9", StringComparison.Ordinal)
            || value.Contains("secret", StringComparison.Ordinal) || value.Contains("evil.example", StringComparison.Ordinal));
        Assert.Equal("127.0.0.1", echo.Header("X-Forwarded-For"));
        Assert.Null(echo.Header("Cookie"));
    }

    [Theory]
    [InlineData("/api/v1/organizations")]
    [InlineData("/api/v1/members/imports")]
    [InlineData("/api/v1/accounts")]
    [InlineData("/api/v1/me")]
    [InlineData("/api/v1/audit")]
    public async Task Without_a_session_nothing_is_forwarded_or_shown(string path)
    {
        var refusal = await (await app.Anonymous().GetAsync(path)).Refusal(HttpStatusCode.Unauthorized);
        Assert.Equal("request.unauthenticated", refusal.Code);
    }

    [Theory]
    [InlineData("/api/v1/me")]
    [InlineData("/api/v1/organizations")]
    [InlineData("/api/v1/accounts")]
    public async Task A_token_of_the_services_opens_nothing_at_the_gateway(string path)
    {
        var stolen = app.Tokens.Issue(Caller.System, app.Clock.GetUtcNow(), TimeSpan.FromMinutes(5));
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stolen);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/organizations/../../../metrics")]
    [InlineData("/api/v1/organizations/%2e%2e/%2e%2e/%2e%2e/metrics")]
    [InlineData("/api/v1/organizations/..%2f..%2f..%2fmetrics")]
    [InlineData("/api/v1/organizations/..%5c..%5c..%5cmetrics")]
    [InlineData("/organizations/metrics")]
    public async Task What_the_services_keep_to_themselves_is_not_to_be_reached(string path)
    {
        using var session = await app.AsAsync(("cityAdmin", null));

        Assert.DoesNotContain("secret figures", await RawAsync(path, session.DefaultRequestHeaders.Authorization!.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_breaks_off_is_a_problem_in_the_usual_shape()
    {
        using var session = await app.AsAsync(("cityAdmin", null));

        var problem = await (await session.GetAsync("/api/v1/organizations/aborted")).Refusal(HttpStatusCode.BadGateway);

        Assert.Equal("service.unavailable", problem.Code);
    }

    [Fact]
    public async Task A_refusal_behind_the_gateway_is_entered_in_the_log()
    {
        var person = await app.HasAccountAsync(("cityAdmin", null));
        using var session = app.With((await app.TokensOfAsync(person.UserName)).AccessToken);

        Assert.Equal(HttpStatusCode.Forbidden, (await session.GetAsync("/api/v1/organizations/refused")).StatusCode);

        await Eventually.Holds(async () => (await app.TextsAsync(
            "select fields from audit_log where actor_id = $1 and action = 'request.refused'", person.Id)) is ["GET /api/v1/organizations/refused"]);
    }

    [Theory]
    [InlineData("Content-Length: 34603008")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_body_over_the_limit_is_refused(string framing)
    {
        using var session = await app.AsAsync(("cityAdmin", null));

        var answer = await RawAsync("/api/v1/members", session.DefaultRequestHeaders.Authorization!.ToString(), framing);

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"request.too-large\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/members/imports", "members")]
    [InlineData("/api/v1/organizations/imports", "organizations")]
    [InlineData("/api/v1/pairing/pairs/imports", "pairing")]
    public async Task A_sheet_to_import_may_be_larger_and_streams_through(string path, string service)
    {
        var behind = app.Behind[service];
        behind.BytesArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var session = await app.AsAsync(("cityAdmin", null));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new Zeros(40L << 20, behind.BytesArrived.Task) };

        var echo = await (await session.SendAsync(request)).Read<Echo>();

        Assert.Equal(40L << 20, echo.Length);
    }

    // HttpClient would tidy the path up, and would not read an answer that comes while it still sends.
    private async Task<string> RawAsync(string path, string authorization, string? framing = null)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", app.Anonymous().BaseAddress!.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{(framing is null ? "GET" : "POST")} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {authorization}\r\nX-Forwarded-For: 1.1.1.1\r\n" +
            $"{(framing is null ? "Connection: close" : framing)}\r\n\r\n"));
        if (framing?.EndsWith("chunked", StringComparison.Ordinal) == true)
        {
            // One byte more than is allowed, and then nothing: the refusal must come by itself.
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{(32 << 20) + 1:x}\r\n"));
            await stream.WriteAsync(new byte[(32 << 20) + 1]);
        }

        var answer = new StringBuilder();
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(Eventually.DefaultDeadline);
        for (int read; (read = await stream.ReadAsync(buffer, patience.Token)) > 0;)
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            if (framing is not null && answer.ToString().Contains("traceId", StringComparison.Ordinal))
            {
                break;
            }
        }

        return answer.ToString();
    }

    /// <summary>Sends the rest of itself only when its beginning has arrived.</summary>
    private sealed class Zeros(long length, Task arrived) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var zeros = new byte[64 << 10];
            for (var left = length; left > 0; left -= zeros.Length)
            {
                await stream.WriteAsync(zeros.AsMemory(0, (int)Math.Min(left, zeros.Length)));
                if (left == length)
                {
                    await stream.FlushAsync();
                    await arrived.WaitAsync(Eventually.DefaultDeadline);
                }
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
