using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Tests.Probes;
using PartyCloud.Testing;

namespace PartyCloud.ServiceDefaults.Tests.Problems;

public sealed class ProblemTests(ProbeFixture probe) : IClassFixture<ProbeFixture>
{
    private const string Root = "/api/v1/probe";

    [Fact]
    public async Task A_refusal_has_one_shape_and_speaks_the_callers_language()
    {
        using var client = probe.Service.As("001");
        var answer = await client.GetAsync($"{Root}/rule");
        var chinese = await answer.Refusal(HttpStatusCode.Conflict);

        Assert.Equal(("urn:partycloud:problem:organization.too-deep", 409, $"{Root}/rule", "organization.too-deep"), (chinese.Type, chinese.Status, chinese.Instance, chinese.Code));
        Assert.Equal(Texts.Of("organization.too-deep", Texts.Chinese, 20), chinese.Detail);
        Assert.Contains("20", chinese.Detail, StringComparison.Ordinal);
        Assert.Equal(Texts.Of("status.409", Texts.Chinese), chinese.Title);
        Assert.False(string.IsNullOrEmpty(chinese.TraceId));
        Assert.Null(chinese.Errors);
        Assert.DoesNotContain("\"errors\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "zh-CN")]
    [InlineData("fr", "zh-CN")]
    [InlineData("en-GB", "en")]
    [InlineData("zh;q=0.4,en;q=0.8", "en")]
    [InlineData("en;q=0.4,zh-TW;q=0.8", "zh-CN")]
    [InlineData("nonsense;;;q=x", "zh-CN")]
    public async Task The_language_is_the_one_the_caller_likes_best_of_the_two(string accepts, string language)
    {
        using var client = probe.Service.As("001");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accepts);

        var answer = await client.GetAsync($"{Root}/rule");

        Assert.Equal([language], answer.Content.Headers.ContentLanguage);
        Assert.Equal(Texts.Of("organization.too-deep", language == "en" ? Texts.English : Texts.Chinese, 20), (await answer.Refusal(HttpStatusCode.Conflict)).Detail);
    }

    [Fact]
    public async Task Every_field_at_fault_is_named_at_once_the_nested_ones_too()
    {
        var problem = await Post("""{"levelCode":"0","name":"","parts":[{"label":"ok","count":1},null,{"label":null,"count":10}],"main":{"label":"toolong","count":5}}""").Refused("request.invalid");

        Assert.Equal(
            ["levelCode field.length", "main.label field.length", "name field.length", "parts field.too-many"],
            problem.Errors!.Select(error => $"{error.Field} {error.Code}").Order(StringComparer.Ordinal));

        problem = await Post("""{"levelCode":"001","name":"a","parts":[null,{"label":null,"count":10}]}""").Refused("request.invalid");
        Assert.Equal(
            ["parts[0] field.required", "parts[1].count field.range", "parts[1].label field.required"],
            problem.Errors!.Select(error => $"{error.Field} {error.Code}").Order(StringComparer.Ordinal));
        Assert.All(problem.Errors!, error => Assert.DoesNotContain("{", error.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "levelCode", "name")]
    [InlineData("""{"levelCode":"001","name":"a","main":{"label":"a"}}""", "main.count")]
    [InlineData("""{"levelCode":"001","name":"a","parts":[{"label":"a","count":1},{}]}""", "parts[1].label", "parts[1].count")]
    public async Task All_that_is_missing_is_named_where_it_is_missing(string body, params string[] missing)
    {
        var problem = await Post(body).Refused("request.invalid");
        Assert.Equal(missing.Select(field => (field, "field.required")), problem.Errors!.Select(error => (error.Field, error.Code)));
    }

    [Theory]
    [InlineData("{", "request.invalid")]
    [InlineData("null", "request.invalid")]
    [InlineData("[]", "request.invalid")]
    [InlineData("""{"name":"a"}""", "request.invalid", "levelCode")]
    [InlineData("""{"levelCode":null,"name":"a"}""", "request.invalid", "levelCode")]
    [InlineData("""{"levelCode":5,"name":"a"}""", "request.invalid", "levelCode")]
    [InlineData("""{"levelCode":"001","name":"a","main":{"label":"a","count":"5"}}""", "request.invalid", "main.count")]
    [InlineData("""{"levelCode":"001","name":"a","main":{"label":"a","count":5,"weight":99999999999999}}""", "request.invalid", "main.weight")]
    [InlineData("""{"levelCode":"001","name":"a","main":{"label":"a","count":5,"weight":9.4}}""", "request.invalid", "main.weight")]
    [InlineData("""{"levelCode":"001","name":"a\u0000b"}""", "request.invalid", "name")]
    [InlineData("""{"levelCode":"001","name":"\ud800"}""", null)]
    public async Task A_body_that_cannot_be_read_is_the_senders_fault(string body, string? code, string? field = null)
    {
        var problem = await Post(body).Refused(code);
        if (field is not null)
        {
            Assert.Equal(field, Assert.Single(problem.Errors!).Field);
        }
    }

    [Theory]
    [InlineData("/kinds?kind=veryPlain", HttpStatusCode.OK)]
    [InlineData("/kinds", HttpStatusCode.OK)]
    [InlineData("/kinds?kind=VeryPlain", HttpStatusCode.BadRequest)]
    [InlineData("/kinds?kind=1", HttpStatusCode.BadRequest)]
    [InlineData("/kinds?kind=plain&kind=plain", HttpStatusCode.BadRequest)]
    [InlineData("/kinds?kind=", HttpStatusCode.BadRequest)]
    [InlineData("/things?name=a%00b", HttpStatusCode.BadRequest)]
    [InlineData("/things?name=%ff%fe", HttpStatusCode.OK)]
    public async Task A_query_is_read_strictly(string path, HttpStatusCode status)
    {
        using var client = probe.Service.As("001");
        using var answer = await client.GetAsync(Root + path);
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.BadRequest)
        {
            Assert.Equal(path.StartsWith("/kinds", StringComparison.Ordinal) ? "kind" : "name", Assert.Single((await answer.Refusal(status)).Errors!).Field);
        }
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_a_fresh_one_is_told_in_the_tag()
    {
        using var client = probe.Service.As("001");
        var thing = await (await client.PostAsJsonAsync($"{Root}/things", new NewThing("001", "tagged"))).Read<ThingResponse>(HttpStatusCode.Created);

        using var renamed = await Patch("\"1\"");
        Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
        Assert.Equal("\"2\"", renamed.Headers.ETag?.Tag);
        Assert.Equal("request.stale", (await (await Patch("\"1\"")).Refusal(HttpStatusCode.PreconditionFailed)).Code);
        Assert.Equal("If-Match", Assert.Single((await (await Patch("\"first\"")).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        Assert.Equal(HttpStatusCode.OK, (await Patch("*")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Patch(null)).StatusCode);

        async Task<HttpResponseMessage> Patch(string? version)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Root}/things/{thing.Id}") { Content = JsonContent.Create(new Renaming("renamed")) };
            if (version is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", version);
            }

            return await client.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_row_that_is_there_already_is_a_conflict_and_one_beyond_the_scope_is_not_found()
    {
        using var client = probe.Service.As("001");
        await client.PostAsJsonAsync($"{Root}/things", new NewThing("001", "twice"));
        using var again = await client.PostAsJsonAsync($"{Root}/things", new NewThing("001", "twice"));
        Assert.Equal("unique.things_name_in_place", (await again.Refusal(HttpStatusCode.Conflict)).Code);
        using var beyond = await client.PostAsJsonAsync($"{Root}/things", new NewThing("002", "beyond"));
        Assert.Equal("request.not-found", (await beyond.Refusal(HttpStatusCode.NotFound)).Code);
    }

    [Fact]
    public async Task An_outsider_is_told_to_sign_in_wherever_he_knocks_and_others_what_is_there()
    {
        using var outsider = probe.Service.Anonymous();
        using var forged = probe.Service.Anonymous();
        forged.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "e30.e30.e30");
        using var caller = probe.Service.As("001");
        using var reader = probe.Service.As(ProbeService.CallerOf("001", "probe.read"));
        using var nowhere = probe.Service.As((string?)null);

        foreach (var path in new[] { "/things", "/undeclared", "/no-such-route" })
        {
            await Refused(outsider, path, HttpStatusCode.Unauthorized, "request.unauthenticated");
            await Refused(forged, path, HttpStatusCode.Unauthorized, "request.unauthenticated");
        }

        await Refused(caller, "/undeclared", HttpStatusCode.Forbidden, "request.forbidden");
        await Refused(caller, "/no-such-route", HttpStatusCode.NotFound, "request.not-found");
        await Refused(caller, "/jobs/not-an-id", HttpStatusCode.NotFound, "request.not-found");
        await Refused(nowhere, "/things", HttpStatusCode.Forbidden, "request.forbidden");
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync($"{Root}/things", new NewThing("001", "unwritten"))).StatusCode);

        static async Task Refused(HttpClient client, string path, HttpStatusCode status, string code) =>
            Assert.Equal(code, (await (await client.GetAsync(Root + path)).Refusal(status)).Code);
    }

    [Fact]
    public async Task What_the_framework_refuses_has_the_same_shape()
    {
        using var client = probe.Service.As("001");
        Assert.Equal("request.method", (await (await client.DeleteAsync($"{Root}/things")).Refusal(HttpStatusCode.MethodNotAllowed)).Code);

        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/json; charset=no-such" })
        {
            using var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            Assert.Equal("request.media-type", (await (await client.PostAsync($"{Root}/things", content)).Refusal(HttpStatusCode.UnsupportedMediaType)).Code);
        }

        using var large = new StringContent(new string(' ', 33 << 20), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Root}/things") { Content = large };
        // The server answers without reading it all: with this header the client waits for leave to send.
        request.Headers.ExpectContinue = true;
        Assert.Equal("request.too-large", (await (await client.SendAsync(request)).Refusal(HttpStatusCode.RequestEntityTooLarge)).Code);
    }

    [Fact]
    public async Task A_fault_of_the_service_says_nothing_of_its_inside()
    {
        using var client = probe.Service.As("001");
        var answer = await client.GetAsync($"{Root}/fault");
        Assert.Equal("service.failed", (await answer.Refusal(HttpStatusCode.InternalServerError)).Code);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> Post(string body)
    {
        using var client = probe.Service.As("001");
        return await client.PostAsync($"{Root}/things", new StringContent(body, Encoding.UTF8, "application/json"));
    }
}

internal static class Refusals
{
    public static async Task<Problem> Refused(this Task<HttpResponseMessage> answer, string? code)
    {
        var problem = await (await answer).Refusal(HttpStatusCode.BadRequest);
        Assert.Equal(code ?? problem.Code, problem.Code);
        return problem;
    }
}
