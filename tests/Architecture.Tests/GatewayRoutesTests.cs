using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Contracts;
using PartyCloud.Gateway;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Me;
using PartyCloud.Gateway.Sharing;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Gateway.Tests;
using PartyCloud.Gateway.Webhooks;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.Testing;
using Xunit.Abstractions;

namespace PartyCloud.Architecture.Tests;

/// <summary>A gateway that holds nobody to a rate and locks nobody out, so that a walk gets to every route.</summary>
public sealed class UnlimitedGateway : GatewayApp
{
    protected override IEnumerable<(string Name, string Value)> Settings =>
        [.. base.Settings, ("RateLimits:Session:PerSecond", "0"), ("Sessions:FailuresBeforeLockout", "1000000"),
            ("Webhooks:Targets:0:Host", "127.0.0.1"), ("Webhooks:Targets:0:Networks:0", "127.0.0.1/32"),
            ("SingleSignOn:Providers:0:Key", "cas"), ("SingleSignOn:Providers:0:Kind", "cas"), ("SingleSignOn:Providers:0:Names:Zh", "样例"), ("SingleSignOn:Providers:0:Names:En", "Sample"),
            ("SingleSignOn:Providers:0:Cas:Address", "http://127.0.0.1:1/cas")];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // What is gathered into one answer must be an answer of its kind.
        foreach (var objects in (string[])["organizations", "members", "assessment/rectifications", "pairing/pairs"])
        {
            var service = objects.Split('/')[0];
            Behind[service].Answers[$"/api/v1/{objects}/feed"] = """{"items":[],"cursor":"aaaaaaaaaaaaaaaaaaaaaa","more":false}""";
            Behind[service].Answers[$"/api/v1/{objects}/feed/snapshot"] = """{"items":[],"next":null,"feed":"aaaaaaaaaaaaaaaaaaaaaa"}""";
        }
    }
}

[CollectionDefinition(nameof(UnlimitedGateway))]
public sealed class UnlimitedGatewayCollection : ICollectionFixture<UnlimitedGateway>;

/// <summary>The gateway's own routes: what they ask for, a walk over them as everybody, and malformed requests to them.</summary>
[Collection(nameof(UnlimitedGateway))]
public sealed class GatewayRoutesTests(UnlimitedGateway app, ITestOutputHelper output)
{
    private const int Requests = 1000;

    // What is there before anybody has signed in. None of it shows a row of anybody's.
    private static readonly string[] Open =
        ["GET /", "GET /openapi/v1.json", "GET /alive", "GET /health", "GET /metrics", "POST /api/v1/auth/token", "POST /api/v1/auth/refresh", "POST /api/v1/auth/session",
        "GET /api/v1/auth/providers", "GET /api/v1/auth/sso/{provider}", "GET /api/v1/auth/sso/{provider}/callback", "POST /api/v1/auth/sso/{provider}/callback",
        "POST /api/v1/auth/sso/{provider}/back-channel-logout", "GET /api/v1/auth/sso/{provider}/front-channel-logout", "POST /api/v1/auth/sso/code",
        "GET /api/v1/setup", "POST /api/v1/setup", "POST /api/v1/apps/{id:guid}/signature-check", "GET /api/v1/apps/envelope"];

    // What everyone who has signed in may ask and do about oneself.
    private static readonly string[] Own =
    [
        "GET /api/v1/apps/me", "GET /api/v1/me", "GET /api/v1/me/access", "GET /api/v1/me/identities", "POST /api/v1/me/identities", "DELETE /api/v1/me/identities/{identityId:guid}", "GET /api/v1/tasks", "GET /api/v1/me/changes", "GET /api/v1/changes", "GET /api/v1/changes/snapshot",
        "GET /api/v1/sharing/catalogue", "GET /api/v1/sharing/catalogue/export", "GET /api/v1/sharing/catalogue/{code}", "GET /api/v1/sharing/calendar/{year:int}", "POST /api/v1/sandbox/tenant", "POST /api/v1/auth/sign-out", "DELETE /api/v1/auth/session", "POST /api/v1/auth/password", "POST /api/v1/auth/second-factor",
        "POST /api/v1/auth/second-factor/confirm", "POST /api/v1/auth/second-factor/recovery-codes", "POST /api/v1/auth/second-factor/remove",
    ];

    private IEnumerable<Route> All =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select new Route(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint);

    private IEnumerable<Route> OfTheGateway => All.Where(route => !route.IsForwarded);

    [Fact]
    public void Every_route_of_the_gateway_declares_a_permission_that_a_role_holds_or_is_on_one_of_two_short_lists()
    {
        var routes = OfTheGateway.ToList();
        foreach (var route in routes.Where(route => !Open.Contains($"{route}")))
        {
            Assert.True(route.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null, $"{route} is open to anybody.");
            if (route.Permission is { } permission)
            {
                Assert.True(Roles.All.Any(role => role.Permissions.Allows(permission)), $"No role holds {permission}.");
            }
            else
            {
                Assert.Contains($"{route}", Own);
                Assert.True(route.NeedsSession, $"{route} asks for no session.");
            }
        }

        // A list that names what is no longer there would let in whatever comes back under that name.
        Assert.Empty(Open.Concat(Own).Except(routes.Select(route => $"{route}")));
    }

    [Fact]
    public void Nothing_is_forwarded_without_a_session()
    {
        var forwarded = All.Where(route => route.IsForwarded).ToList();

        Assert.NotEmpty(forwarded);
        Assert.All(forwarded, route => Assert.True(route.NeedsSession && route.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null, $"{route}"));
    }

    [Fact]
    public async Task Nobody_and_no_role_of_the_neighbour_sees_or_changes_accounts_posts_and_apps_of_the_other_district()
    {
        var district = await EastAndWest.FillAsync(app);
        var document = await DocumentAsync();
        var before = await district.EastAsync();
        List<string> wrong = [];
        var seen = new HashSet<(string Who, HttpStatusCode)>();
        foreach (var route in OfTheGateway)
        {
            await Ask("nobody", route, district.EastAccount, Open.Contains($"{route}") ? null : [HttpStatusCode.Unauthorized]);
            foreach (var who in district.West)
            {
                if (route.Permission is null)
                {
                    // One's own account or open to anybody: any answer but a server's fault, and nothing of East in it.
                    await Ask(who, route, district.EastAccount, null);
                }
                else if (Roles.Find(who)?.Permissions.Allows(route.Permission) != true)
                {
                    await Ask(who, route, district.EastAccount, [HttpStatusCode.Forbidden]);
                }
                else if (route.HasId || $"{route}" is "POST /api/v1/accounts" or "POST /api/v1/apps")
                {
                    await Ask(who, route, district.EastAccount, [HttpStatusCode.NotFound, HttpStatusCode.Forbidden]);
                }
                else
                {
                    await Ask(who, route, district.EastAccount, null);
                }

                if (route.HasId && route.Permission is not null && Operation(document, route)?["requestBody"] is { } body && body.ToJsonString().Contains("GrantPost", StringComparison.Ordinal))
                {
                    // The account is the neighbour's own, the place in the body is not.
                    await Ask(who, route, district.WestAccount, [HttpStatusCode.NotFound, HttpStatusCode.Forbidden]);
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(30)));
        Assert.Equal(before, await district.EastAsync());
        // The walk is worth something only if the neighbour's own requests get through, and if East can see what is East's.
        Assert.Contains(("securityAdmin", HttpStatusCode.OK), seen);
        Assert.Contains(("auditor", HttpStatusCode.OK), seen);
        using var east = app.With((await app.TokensOfAsync(EastAndWest.EastAdmin)).AccessToken);
        Assert.Contains(Districts.Mark, await east.GetStringAsync($"/api/v1/accounts/{district.EastAccount}"), StringComparison.Ordinal);
        Assert.Contains(Districts.Mark, await east.GetStringAsync("/api/v1/apps"), StringComparison.Ordinal);
        Assert.Contains(Districts.Mark, await east.GetStringAsync("/api/v1/audit"), StringComparison.Ordinal);

        async Task Ask(string who, Route route, Guid account, HttpStatusCode[]? allowed)
        {
            using var client = who == "nobody" ? app.Anonymous() : app.With(await district.TokenAsync(who));
            var isOfApps = route.Template.StartsWith("/api/v1/apps", StringComparison.Ordinal);
            var id = isOfApps ? district.EastApp.Id
                : route.Template.StartsWith("/api/v1/sharing/requests", StringComparison.Ordinal) ? district.EastSharing.Request
                : route.Template.StartsWith("/api/v1/sharing/corrections", StringComparison.Ordinal) ? district.EastSharing.Correction
                : account;
            using var request = Request(route, document, id, isOfApps ? district.EastApp.Credential : district.EastPost, district.EastApp.Webhook);
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            seen.Add((who, response.StatusCode));
            // There is no broker here, which is what the gateway's health says.
            if (allowed is null ? (int)response.StatusCode >= 500 && route.Template != "/health" : !allowed.Contains(response.StatusCode))
            {
                wrong.Add($"{who}: {route} -> {(int)response.StatusCode} {text[..Math.Min(text.Length, 300)]}");
            }

            if (text.Contains(Districts.Mark, StringComparison.Ordinal))
            {
                wrong.Add($"{who}: {route} shows East: {text[..Math.Min(text.Length, 300)]}");
            }

            if (EndsSession(route.Method, route.Template))
            {
                district.SignedOut(who);
            }
        }
    }

    [Fact]
    public async Task A_post_in_the_other_district_is_not_shown_with_the_account_that_holds_it_beside_one_here()
    {
        var district = await EastAndWest.FillAsync(app);
        var both = await app.HasAccountAsync(("branchSecretary", Districts.West), ("committeeClerk", Districts.East));
        using var west = app.With(await district.TokenAsync("securityAdmin"));

        var account = await (await west.GetAsync($"/api/v1/accounts/{both.Id}")).Read<AccountResponse>();
        Assert.Equal("branchSecretary", Assert.Single(account.Posts).Role);
        Assert.Equal(1, account.PostsElsewhere);
        var listed = await west.GetStringAsync($"/api/v1/accounts?q={both.UserName}");
        Assert.Contains("branchSecretary", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("committeeClerk", listed, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await west.DeleteAsync($"/api/v1/accounts/{both.Id}/posts/{both.Posts[1].Id}")).StatusCode);

        using var admin = await app.AdminAsync();
        account = await (await admin.GetAsync($"/api/v1/accounts/{both.Id}")).Read<AccountResponse>();
        Assert.Equal((2, 0), (account.Posts.Count, account.PostsElsewhere));
    }

    [Fact]
    public async Task Nobody_acts_under_a_post_of_another()
    {
        var district = await EastAndWest.FillAsync(app);

        using var session = app.With(await district.TokenAsync("securityAdmin"), district.EastPost);

        foreach (var path in new[] { "/api/v1/me", "/api/v1/accounts", "/api/v1/audit", "/api/v1/organizations" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await session.GetAsync(path)).StatusCode);
        }
    }

    [Fact]
    public async Task No_malformed_request_gets_a_5xx_and_every_refusal_is_a_problem()
    {
        var person = await app.HasAccountAsync(("securityAdmin", null), ("cityAdmin", null));
        var other = await app.HasAccountAsync(("branchSecretary", null));
        var requests = new MalformedRequests(
            await DocumentAsync(), seed: 20261121, person.Id, other.Id, other.Posts[0].Id, await app.HasOrganizationAsync("009"));
        List<string> wrong = [];
        var answers = new SortedDictionary<int, int>();
        var token = "";
        for (var n = 0; n < Requests; n++)
        {
            using var request = requests.Next();
            if (token.Length == 0)
            {
                token = (await app.TokensOfAsync(person.UserName)).AccessToken;
            }

            using var client = app.With(token);
            var path = request.RequestUri!.OriginalString;
            using var response = await client.SendAsync(request);
            var status = (int)response.StatusCode;
            answers[status] = answers.GetValueOrDefault(status) + 1;
            // A line that is too long is refused by the web server itself, before any of us sees it.
            if (status >= 500 || (status is >= 400 and not 414 && response.Content.Headers.ContentType?.MediaType != "application/problem+json"))
            {
                wrong.Add($"#{n} {request.Method} {path} -> {status} {response.Content.Headers.ContentType} {await MalformedRequestsTests.Sent(request)}");
            }

            token = EndsSession(request.Method.Method, path) ? "" : token;
        }

        output.WriteLine(string.Join(", ", answers.Select(answer => $"{answer.Key}: {answer.Value}")));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
        // A generator whose every request were refused at the door would test nothing behind it.
        Assert.Contains(answers.Keys, status => status is >= 200 and < 300);
        Assert.Contains(404, answers.Keys);
        Assert.Contains(409, answers.Keys);
        Assert.DoesNotContain(429, answers.Keys);
    }

    private static bool EndsSession(string method, string path) =>
        path.EndsWith("/auth/sign-out", StringComparison.Ordinal) || (method == "DELETE" && path.EndsWith("/auth/session", StringComparison.Ordinal));

    private static JsonObject? Operation(JsonObject document, Route route) =>
        document["paths"]?[Regex.Replace(route.Template, @"\{(\w+):\w+\}", "{$1}")]?[route.Method.ToLowerInvariant()]?.AsObject();

    private static HttpRequestMessage Request(Route route, JsonObject document, Guid account, Guid post, Guid webhook)
    {
        var operation = Operation(document, route);
        var path = route.Template.Replace("{id:guid}", account.ToString(), StringComparison.Ordinal).Replace("{postId:guid}", post.ToString(), StringComparison.Ordinal)
            .Replace("{credentialId:guid}", post.ToString(), StringComparison.Ordinal).Replace("{webhookId:guid}", webhook.ToString(), StringComparison.Ordinal)
            .Replace("{messageId:guid}", webhook.ToString(), StringComparison.Ordinal).Replace("{code}", "organizations", StringComparison.Ordinal)
            .Replace("{year:int}", "2026", StringComparison.Ordinal)
            .Replace("{identityId:guid}", post.ToString(), StringComparison.Ordinal).Replace("{provider}", "cas", StringComparison.Ordinal);
        Assert.True(!path.Contains('{'), $"Say here what stands for the parameters of {route}.");
        var query = from parameter in operation?["parameters"]?.AsArray() ?? []
                    let name = parameter["name"]!.GetValue<string>()
                    let value = name switch
                    {
                        "organizationId" => Districts.East.ToString(),
                        "objectId" => account.ToString(),
                        "permission" => "members.read",
                        "q" => Districts.Mark[..4],
                        _ => null,
                    }
                    where parameter["in"]!.GetValue<string>() == "query" && value is not null
                    select $"{name}={value}";
        var request = new HttpRequestMessage(new HttpMethod(route.Method), string.Join('?', new[] { path, string.Join('&', query) }.Where(part => part.Length > 0)));
        if (operation?["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema)
        {
            request.Content = new StringContent(WellFormed.Body(document, schema).ToJsonString(), Encoding.UTF8, "application/json");
        }

        return request;
    }

    /// <summary>The merged document; what stands behind this gateway has no routes, so it is the gateway's own.</summary>
    private async Task<JsonObject> DocumentAsync() => JsonNode.Parse(await app.Anonymous().GetStringAsync("/openapi/v1.json"))!.AsObject();

    private sealed record Route(string Method, string Template, RouteEndpoint Endpoint)
    {
        public bool HasId => Template.Contains("{id", StringComparison.Ordinal);

        public bool IsForwarded => Endpoint.Metadata.Any(metadata => metadata.GetType().Namespace?.StartsWith("Yarp.", StringComparison.Ordinal) == true);

        public string? Permission => Endpoint.Metadata.GetMetadata<PermissionMetadata>()?.Permission;

        public bool NeedsSession => Endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null || Endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null;

        public override string ToString() => $"{Method} {Template}";
    }

    /// <summary>Accounts of East, whose texts all carry the mark, and a person of each role in West.</summary>
    private sealed class EastAndWest(
        UnlimitedGateway app, Guid eastAccount, Guid eastPost, (Guid Id, Guid Credential, Guid Webhook) eastApp, (Guid Request, Guid Correction) eastSharing, Guid westAccount, Dictionary<string, string> west)
    {
        public const string EastAdmin = $"{Districts.Mark}.admin";

        // Holds the accounts' administration, but does not know the password alone.
        private const string MustChange = "mustChangePassword";

        private static readonly SemaphoreSlim Filling = new(1, 1);
        private static EastAndWest? filled;

        private readonly Dictionary<string, string> tokens = [];

        public Guid EastAccount => eastAccount;

        public Guid EastPost => eastPost;

        public (Guid Id, Guid Credential, Guid Webhook) EastApp => eastApp;

        public (Guid Request, Guid Correction) EastSharing => eastSharing;

        public Guid WestAccount => westAccount;

        public IEnumerable<string> West => west.Keys;

        public static async Task<EastAndWest> FillAsync(UnlimitedGateway app)
        {
            await Filling.WaitAsync();
            try
            {
                return filled ??= await MakeAsync(app);
            }
            finally
            {
                Filling.Release();
            }
        }

        public async Task<string> TokenAsync(string who) =>
            tokens.TryGetValue(who, out var token) ? token : tokens[who] = (await app.TokensOfAsync(west[who])).AccessToken;

        public void SignedOut(string who) => tokens.Remove(who);

        /// <summary>All that the gateway keeps of East's people and apps.</summary>
        public async Task<string> EastAsync() => string.Join('\n', await app.TextsAsync(
            """
            with east as (select id from accounts where user_name like $1 || '%')
            select a::text from accounts a where id in (select id from east)
            union all select p::text from posts p where account_id in (select id from east) or organization_id = any($2)
            union all select s::text from sessions s where account_id in (select id from east)
            union all select count(*)::text from accounts where organization_id = any($2)
            union all select a::text from apps a where organization_id = any($2)
            union all select s::text from app_scopes s where organization_id = any($2)
            union all select concat_ws(' ', w.id, w.url, w.types, w.organization_id, w.paused_at, w.version) from webhook_endpoints w join apps a on a.id = w.app_id where a.organization_id = any($2)
            union all select s::text from webhook_secrets s join webhook_endpoints w on w.id = s.endpoint_id join apps a on a.id = w.app_id where a.organization_id = any($2)
            union all select r::text from share_requests r join apps a on a.id = r.app_id where a.organization_id = any($2)
            union all select c::text from correction_requests c where c.organization_id = any($2)
            union all select i::text from external_identities i where account_id in (select id from east)
            union all select c::text from app_credentials c join apps a on a.id = c.app_id where a.organization_id = any($2)
            order by 1
            """,
            Districts.Mark, new[] { Districts.East, Districts.EastBranch, Districts.EastHelper }));

        private static async Task<EastAndWest> MakeAsync(UnlimitedGateway app)
        {
            foreach (var organization in Districts.Tree)
            {
                await app.TellAsync(organization);
            }

            using var admin = await app.AdminAsync();
            var (account, post) = await CreateAsync(admin, $"{Districts.Mark}.1", Districts.EastBranch, "branchSecretary", Districts.EastBranch);
            // Manages accounts that hold business posts, so holds the business as well.
            var (manager, _) = await CreateAsync(admin, EastAdmin, Districts.East, "securityAdmin", Districts.East);
            var business = await (await admin.PostAsJsonAsync($"/api/v1/accounts/{manager}/posts", new GrantPostRequest("districtAdmin", Districts.East), Wire.Json))
                .Read<PostResponse>(HttpStatusCode.Created);
            using var east = app.With((await app.TokensOfAsync(EastAdmin)).AccessToken);
            var portal = await (await east.PostAsJsonAsync("/api/v1/apps", new RegisterAppRequest(
                $"{Districts.Mark} portal", "sample contact", AppEnvironment.Production, [new(AppResource.Members, AppAccess.Read, Districts.EastBranch)], Districts.East), Wire.Json))
                .Read<AppResponse>(HttpStatusCode.Created);
            var secret = await (await east.PostAsJsonAsync($"/api/v1/apps/{portal.Id}/secrets", new AddAppSecretRequest(), Wire.Json)).Read<AppSecretResponse>(HttpStatusCode.Created);
            var webhook = await (await east.PostAsJsonAsync(
                $"/api/v1/apps/{portal.Id}/webhooks", new AddWebhookRequest($"https://127.0.0.1/{Districts.Mark}", ["member.updated"]), Wire.Json)).Read<NewWebhookSecretResponse>(HttpStatusCode.Created);
            Assert.Contains(Districts.Mark, await east.GetStringAsync($"/api/v1/apps/{portal.Id}/webhooks"), StringComparison.Ordinal);
            var asked = await (await east.PostAsJsonAsync("/api/v1/sharing/requests", new AskForDataRequest(
                "pairing", Districts.Mark, "sample basis", DataFrequency.Daily, DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddYears(1), OrganizationId: Districts.East, AppId: portal.Id), Wire.Json))
                .Read<ShareRequestResponse>(HttpStatusCode.Created);
            using var clerk = app.With((await app.TokensOfAsync(EastAdmin)).AccessToken, business.Id);
            var correction = await (await clerk.PostAsJsonAsync(
                "/api/v1/sharing/corrections", new ReportErrorRequest("organizations", Districts.EastBranch, "name", Districts.Mark, Districts.Mark), Wire.Json)).Read<CorrectionItem>(HttpStatusCode.Created);
            await (await east.PostAsJsonAsync($"/api/v1/accounts/{account}/identities", new LinkIdentityRequest("cas", $"{Districts.Mark}-subject"), Wire.Json)).Read<IdentityResponse>(HttpStatusCode.Created);
            Assert.Contains(Districts.Mark, await east.GetStringAsync($"/api/v1/accounts/{account}/identities"), StringComparison.Ordinal);
            // Leaves entries of East in the audit log.
            await (await east.PatchAsJsonAsync($"/api/v1/accounts/{account}", new ChangeAccountRequest($"东村{Districts.Mark}"), Wire.Json)).Read<AccountResponse>();

            Dictionary<string, string> west = [];
            foreach (var role in Roles.All)
            {
                west[role.Name] = (await app.HasAccountAsync((role.Name, Districts.West))).UserName;
            }

            await CreateAsync(admin, west[MustChange] = "must.change", Districts.West, "securityAdmin", Districts.West, mustChange: true);
            var own = await CreateAsync(admin, "west.1", Districts.WestBranch, "branchSecretary", Districts.WestBranch);
            return new(app, account, post, (portal.Id, secret.Id, webhook.Webhook.Id), (asked.Id, correction.Id), own.Account, west);
        }

        private static async Task<(Guid Account, Guid Post)> CreateAsync(HttpClient admin, string name, Guid home, string role, Guid at, bool mustChange = false)
        {
            var created = await (await admin.PostAsJsonAsync(
                "/api/v1/accounts", new CreateAccountRequest(name, GatewayApp.Password, name, home, mustChange), Wire.Json)).Read<AccountResponse>(HttpStatusCode.Created);
            var post = await (await admin.PostAsJsonAsync($"/api/v1/accounts/{created.Id}/posts", new GrantPostRequest(role, at), Wire.Json))
                .Read<PostResponse>(HttpStatusCode.Created);
            return (created.Id, post.Id);
        }
    }
}
