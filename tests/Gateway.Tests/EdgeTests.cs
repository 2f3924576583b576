using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

[Collection(SharedGateway.Name)]
public sealed class EdgeTests(GatewayApp app)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/me")]
    [InlineData("/nowhere")]
    [InlineData("/docs/index.html")]
    public async Task Every_answer_tells_the_browser_to_be_careful(string path)
    {
        var headers = (await app.Anonymous().GetAsync(path)).Headers;

        Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(headers.GetValues("Referrer-Policy")));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(headers.Contains("Server"));
        Assert.False(headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task What_is_forwarded_back_carries_the_same_headers()
    {
        using var session = await app.AsAsync(("cityAdmin", null));

        var headers = (await session.GetAsync("/api/v1/members")).Headers;

        Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
        Assert.False(headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/me")]
    [InlineData("/api/v1/members")]
    [InlineData("/console/")]
    public async Task Every_answer_names_the_request_by_the_trace_that_the_caller_began(string path)
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var session = await app.AsAsync(("cityAdmin", null));
        var without = (await session.GetAsync(path)).Headers.GetValues("X-Request-Id").Single();
        session.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");

        Assert.Equal(Trace, (await session.GetAsync(path)).Headers.GetValues("X-Request-Id").Single());

        Assert.Matches("^[0-9a-f]{32}$", without);
        Assert.NotEqual(Trace, without);
    }

    [Fact]
    public async Task A_problem_and_its_answer_name_the_same_request()
    {
        var answer = await app.Anonymous().GetAsync("/api/v1/me");

        Assert.Equal(answer.Headers.GetValues("X-Request-Id").Single(), (await answer.Refusal(HttpStatusCode.Unauthorized)).TraceId);
    }

    [Fact]
    public async Task No_other_site_is_let_in()
    {
        using var session = await app.AsAsync(("cityAdmin", null));
        session.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");

        Assert.False((await session.GetAsync("/api/v1/members")).Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_language_that_was_asked_for()
    {
        using var client = app.Anonymous();
        Assert.Equal("请先登录。", (await (await client.GetAsync("/api/v1/me")).Refusal(HttpStatusCode.Unauthorized)).Detail);

        client.DefaultRequestHeaders.AcceptLanguage.Add(new("en"));
        Assert.Equal("Sign in first.", (await (await client.GetAsync("/api/v1/me")).Refusal(HttpStatusCode.Unauthorized)).Detail);
    }

    [Fact]
    public async Task Malformed_requests_are_the_clients_fault_and_never_ours()
    {
        using var session = await app.AsAsync(("securityAdmin", null));
        string[] bodies =
        [
            "", "null", "[]", "{}", "{", "1", "\"x\"", "{\"userName\":null,\"password\":null}", "{\"userName\":1,\"password\":2}", "{\"userName\":\"\\ud800\",\"password\":\"x\"}",
            "{\"userName\":\"a\\u0000b\",\"password\":\"x\"}", "{\"refreshToken\":\"\\u0000\"}", "{\"role\":\"none\",\"organizationId\":\"x\"}", "{\"role\":\"\\ud800\"}",
            "{\"displayName\":\"\\u0000\"}", "{\"reason\":\"\"}", "{\"password\":\"\\u0000\"}", "{\"code\":\"\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\"}",
            "{\"userName\":\"" + new string('x', 5000) + "\",\"password\":\"y\"}", new string('[', 5000), "{\"currentPassword\":{},\"newPassword\":[]}",
            "{\"userName\":\"person\",\"password\":\"Correct-Horse-7\",\"organizationId\":\"00000000-0000-0000-0000-000000000000\"}",
        ];
        (string Method, string Path)[] routes =
        [
            ("POST", "/api/v1/auth/token"), ("POST", "/api/v1/auth/refresh"), ("POST", "/api/v1/auth/password"), ("POST", "/api/v1/auth/second-factor"),
            ("POST", "/api/v1/auth/second-factor/confirm"), ("POST", "/api/v1/auth/second-factor/recovery-codes"), ("POST", "/api/v1/auth/second-factor/remove"),
            ("POST", "/api/v1/accounts"), ("PATCH", $"/api/v1/accounts/{Guid.Empty}"), ("POST", $"/api/v1/accounts/{Guid.Empty}/posts"),
            ("POST", $"/api/v1/accounts/{Guid.Empty}/disable"), ("POST", $"/api/v1/accounts/{Guid.Empty}/enable"), ("POST", $"/api/v1/accounts/{Guid.Empty}/reset-password"),
            ("POST", $"/api/v1/accounts/{Guid.Empty}/reset-second-factor"), ("DELETE", $"/api/v1/accounts/{Guid.Empty}/posts/{Guid.Empty}"), ("POST", "/api/v1/accounts/x/posts"),
        ];
        foreach (var (method, path) in routes)
        {
            foreach (var body in bodies)
            {
                using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                await NeverOurFault(session, request, body);
            }

            using var other = new HttpRequestMessage(new(method), path) { Content = new ByteArrayContent([0xff, 0xfe, 0x00]) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } } };
            await NeverOurFault(session, other, "bytes");
        }

        foreach (var query in new[]
        {
            "/api/v1/accounts?limit=0", "/api/v1/accounts?limit=x", "/api/v1/accounts?limit=99999999999", "/api/v1/accounts?cursor=%00", "/api/v1/accounts?cursor=AAAA",
            "/api/v1/accounts?q=%00", "/api/v1/accounts?q=%ff%fe", "/api/v1/accounts?q=%25_%5c", "/api/v1/accounts?role=%00", "/api/v1/accounts?disabled=maybe",
            "/api/v1/audit?from=yesterday", "/api/v1/audit?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z", "/api/v1/audit?actor=%00", "/api/v1/audit?action=*",
            "/api/v1/audit?action=%25&objectId=x", "/api/v1/audit?cursor=" + new string('A', 119), "/api/v1/me/access", "/api/v1/me/access?permission=%00",
            "/api/v1/me/access?permission=x&organizationId=1", "/api/v1/accounts/" + new string('0', 3000), "/%00", "/api/v1/%ff", "/docs/%00", "/docs/../appsettings.json",
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, query);
            await NeverOurFault(session, request, query);
        }

        static async Task NeverOurFault(HttpClient session, HttpRequestMessage request, string what)
        {
            using var answer = await session.SendAsync(request);
            Assert.True((int)answer.StatusCode < 500, $"{request.Method} {request.RequestUri} {what}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Metrics_are_for_the_networks_of_those_who_watch()
    {
        using var client = app.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/metrics")).StatusCode);

        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public void Every_text_is_there_in_both_languages()
    {
        var resources = new System.Resources.ResourceManager("PartyCloud.Gateway.Resources.Problems", typeof(Sessions.SignInRequest).Assembly);

        Assert.Equal(
            Keys(resources, System.Globalization.CultureInfo.InvariantCulture), Keys(resources, System.Globalization.CultureInfo.GetCultureInfo("en")));

        static List<string> Keys(System.Resources.ResourceManager resources, System.Globalization.CultureInfo culture) =>
            [.. resources.GetResourceSet(culture, true, false)!.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal)];
    }
}
