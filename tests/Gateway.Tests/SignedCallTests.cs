using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using PartyCloud.Client.Signing;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>What a signed call must be to be let in, and under what it then goes on.</summary>
[Collection(SharedGateway.Name)]
public sealed class SignedCallTests(GatewayApp app)
{
    private static readonly AppScopeItem ReadsMembers = new(AppResource.Members, AppAccess.Read);
    private static readonly AppScopeItem WritesMembers = new(AppResource.Members, AppAccess.Write);

    [Theory]
    [InlineData("HMAC-SHA256")]
    [InlineData("HMAC-SM3")]
    public async Task A_call_signed_with_a_secret_goes_on_under_the_gateways_own_token(string algorithm)
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);
        portal = portal.With(await SignedApp.SecretAsync(app, portal.App.Id), algorithm);

        var echo = await (await portal.GetAsync("/api/v1/members?q=%E6%A0%B7%E4%BE%8B+1&limit=5&kind=a")).Read<Echo>();

        Assert.Equal("?q=%E6%A0%B7%E4%BE%8B+1&limit=5&kind=a", echo.Query);
        Assert.All(SignatureHeaders.All, header => Assert.Null(echo.Header(header)));
        var caller = await CallerOfAsync(echo);
        Assert.Equal((portal.App.Id, "app:" + portal.App.Name, "app", "members.read", "0"), (caller.UserId, caller.UserName, caller.Role, caller.Permissions.Text, caller.Scope?.Text));
    }

    [Fact]
    public async Task A_call_signed_with_the_apps_own_SM2_key_is_let_in_in_both_forms()
    {
        var portal = await SignedApp.RegisterAsync(app, [WritesMembers]);
        using var admin = await app.AdminAsync();
        await (await admin.PostAsJsonAsync($"/api/v1/apps/{portal.App.Id}/keys", new AddAppKeyRequest(SignatureVectorTests.Sm2PublicKey), Wire.Json)).Read<AppCredentialItem>(HttpStatusCode.Created);

        foreach (var encoding in new IDsaEncoding[] { PlainDsaEncoding.Instance, StandardDsaEncoding.Instance })
        {
            var signing = portal.WithKey(text => Sm2(text, encoding));
            Assert.Equal(5, (await (await signing.PostAsync("/api/v1/members", "12345"u8.ToArray())).Read<Echo>()).Length);
            await RefusedAsync(await signing.WithKey(text => Sm2([.. text, 0], encoding)).GetAsync("/api/v1/members"), "signature.wrong");
        }
    }

    [Fact]
    public async Task T77_a_repeated_nonce_a_timestamp_301_seconds_old_and_a_body_changed_by_one_byte_are_refused_each_with_its_code()
    {
        var portal = await SignedApp.RegisterAsync(app, [WritesMembers]);

        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/api/v1/members", nonce: "nonce-0001")).StatusCode);
        await RefusedAsync(await portal.GetAsync("/api/v1/members", nonce: "nonce-0001"), "signature.nonce-used");
        await RefusedAsync(await portal.GetAsync("/api/v1/members", clockAhead: -301), "signature.clock");

        app.Behind["members"].BytesArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var body = Encoding.UTF8.GetBytes("""{"name":"样例一"}""");
        var request = portal.Request(HttpMethod.Post, "/api/v1/members", body);
        request.Content = new ByteArrayContent([.. body[..^1], (byte)(body[^1] ^ 1)]);
        await RefusedAsync(await SignedApp.SendAsync(request), "signature.body");
        Assert.False(app.Behind["members"].BytesArrived.Task.IsCompleted);
    }

    [Fact]
    public async Task The_clock_may_differ_by_300_seconds_either_way_and_by_no_more()
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);

        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/api/v1/members", clockAhead: -300)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/api/v1/members", clockAhead: 300)).StatusCode);
        await RefusedAsync(await portal.GetAsync("/api/v1/members", clockAhead: 301), "signature.clock");
    }

    [Fact]
    public async Task A_nonce_serves_once_whichever_of_two_gateways_are_asked_at_the_same_time()
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);
        var replica = app.Replica;
        for (var round = 0; round < 5; round++)
        {
            var nonce = $"shared-nonce-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => (n % 2 == 0 ? portal : portal.At(replica)).GetAsync("/api/v1/members", nonce)));

            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            {
                await RefusedAsync(refused, "signature.nonce-used");
            }
        }
    }

    [Fact]
    public async Task Whatever_was_signed_and_is_changed_on_the_way_is_refused()
    {
        var portal = await SignedApp.RegisterAsync(app, [WritesMembers, new(AppResource.Pairing, AppAccess.Write)]);
        var changes = new Action<HttpRequestMessage>[]
        {
            request => request.Method = HttpMethod.Put,
            request => request.RequestUri = new(request.RequestUri!, "/api/v1/pairing/pairs?a=1"),
            request => request.RequestUri = new(request.RequestUri!, "/api/v1/members?a=2"),
            request => request.RequestUri = new(request.RequestUri!, "/api/v1/members?a=1&b=1"),
            request => Replace(request, SignatureHeaders.Nonce, "another-nonce-0001"),
            request => Replace(request, SignatureHeaders.Timestamp, $"{app.Clock.GetUtcNow().ToUnixTimeSeconds() + 1}"),
            request => Replace(request, SignatureHeaders.ContentSha256, Convert.ToHexStringLower(SHA256.HashData("other"u8))),
            request => Replace(request, SignatureHeaders.App, request.Headers.GetValues(SignatureHeaders.App).Single().ToUpperInvariant()),
        };
        foreach (var (index, change) in changes.Index())
        {
            var request = portal.Request(HttpMethod.Post, "/api/v1/members?a=1", "body"u8.ToArray());
            change(request);
            if (index == changes.Length - 1)
            {
                // The id is no text that was signed; in whatever spelling, it is the same app.
                Assert.Equal(HttpStatusCode.OK, (await SignedApp.SendAsync(request)).StatusCode);
                continue;
            }

            await RefusedAsync(await SignedApp.SendAsync(request), "signature.wrong");
        }
    }

    [Fact]
    public async Task A_header_that_is_missing_or_malformed_is_named()
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);
        foreach (var (header, value) in new[]
        {
            (SignatureHeaders.App, "sample"), (SignatureHeaders.Algorithm, "MD5"), (SignatureHeaders.Timestamp, "1750000000000"), (SignatureHeaders.Timestamp, "+175000000"),
            (SignatureHeaders.Nonce, "short"), (SignatureHeaders.Nonce, "with space in it"), (SignatureHeaders.ContentSha256, "abc"),
            (SignatureHeaders.Signature, "not base64!"), (SignatureHeaders.Signature, ""),
        })
        {
            var request = portal.Request(HttpMethod.Get, "/api/v1/members");
            Replace(request, header, value);

            var refusal = await RefusedAsync(await SignedApp.SendAsync(request), "signature.malformed");

            Assert.Equal(header, Assert.Single(refusal.Errors!).Field);
        }
    }

    [Fact]
    public async Task An_unknown_app_a_suspended_one_one_of_another_environment_and_one_from_elsewhere_are_refused_each_with_its_code()
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);
        var request = portal.Request(HttpMethod.Get, "/api/v1/members");
        Replace(request, SignatureHeaders.App, Guid.CreateVersion7().ToString());
        await RefusedAsync(await SignedApp.SendAsync(request), "app.unknown");

        using var admin = await app.AdminAsync();
        await (await admin.PostAsJsonAsync($"/api/v1/apps/{portal.App.Id}/suspend", new SuspendAppRequest("sample reason"), Wire.Json)).Read<AppResponse>();
        await RefusedAsync(await portal.GetAsync("/api/v1/members"), "app.suspended", HttpStatusCode.Forbidden);
        // Only who can sign is told so.
        await RefusedAsync(await portal.With("another secret").GetAsync("/api/v1/members"), "signature.wrong");
        await (await admin.PostAsync($"/api/v1/apps/{portal.App.Id}/resume", null)).Read<AppResponse>();
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/api/v1/members")).StatusCode);

        var sandbox = await SignedApp.RegisterAsync(app, [ReadsMembers], environment: AppEnvironment.Sandbox);
        await RefusedAsync(await sandbox.GetAsync("/api/v1/members"), "app.environment", HttpStatusCode.Forbidden);

        var elsewhere = await SignedApp.RegisterAsync(app, [ReadsMembers], networks: ["10.0.0.0/8", "2001:db8::1"]);
        Assert.Equal(["10.0.0.0/8", "2001:db8::1/128"], elsewhere.App.Networks);
        await RefusedAsync(await elsewhere.GetAsync("/api/v1/members"), "app.address", HttpStatusCode.Forbidden);
        var here = await SignedApp.RegisterAsync(app, [ReadsMembers], networks: ["10.0.0.0/8", "127.0.0.1"]);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/v1/members")).StatusCode);
    }

    [Fact]
    public async Task An_app_that_reads_one_township_writes_nothing_and_is_handed_on_with_that_township_alone()
    {
        var (township, other) = (await app.HasOrganizationAsync("00q001001"), await app.HasOrganizationAsync("00q001002"));
        var portal = await SignedApp.RegisterAsync(app, [new(AppResource.Members, AppAccess.Read, township), new(AppResource.Pairing, AppAccess.Write, other)]);

        var caller = await CallerOfAsync(await (await portal.GetAsync("/api/v1/members")).Read<Echo>());
        Assert.Equal(("members.read", "00q001001"), (caller.Permissions.Text, caller.Scope?.Text));
        caller = await CallerOfAsync(await (await portal.PostAsync("/api/v1/pairing/pairs", [])).Read<Echo>());
        Assert.Equal("00q001002", caller.Scope?.Text);
        Assert.False(caller.Permissions.Allows("members.read"));

        app.Behind["members"].BytesArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var (method, target) in new[] { ("POST", "/api/v1/members"), ("PATCH", "/api/v1/members/1"), ("DELETE", "/api/v1/transfers/1"), ("GET", "/api/v1/organizations"), ("GET", "/api/v1/accounts"), ("GET", "/api/v1/me"), ("GET", "/api/v1/tasks") })
        {
            await RefusedAsync(await SignedApp.SendAsync(portal.Request(new(method), target, method == "GET" ? null : "x"u8.ToArray())), "app.scope", HttpStatusCode.Forbidden);
        }

        Assert.False(app.Behind["members"].BytesArrived.Task.IsCompleted);
        await Eventually.Holds(async () => (await AuditAsync(portal, "request.refused")).Contains("POST /api/v1/members"));
    }

    [Fact]
    public async Task Every_call_is_entered_in_the_log_with_the_app_as_the_actor_and_so_is_every_refusal()
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);

        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/api/v1/members?q=secret")).StatusCode);
        await RefusedAsync(await portal.GetAsync("/api/v1/members", clockAhead: 999), "signature.clock");

        Assert.Equal(["GET /api/v1/members"], await AuditAsync(portal, "app.called"));
        Assert.StartsWith("signature.clock GET /api/v1/members ", Assert.Single(await AuditAsync(portal, "app.refused")), StringComparison.Ordinal);
        Assert.Equal(["app:" + portal.App.Name], await app.TextsAsync("select distinct actor_name from audit_log where actor_id = $1", portal.App.Id));
        using var admin = await app.AdminAsync();
        var shown = await (await admin.GetAsync($"/api/v1/apps/{portal.App.Id}")).Read<AppResponse>();
        Assert.Equal(app.Clock.GetUtcNow(), shown.LastUsedAt);
        Assert.Equal("127.0.0.1", Assert.Single(shown.Credentials).LastUsedAddress?.Replace("::ffff:", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_over_its_rate_is_told_when_to_come_back_and_another_is_not()
    {
        var narrow = await SignedApp.RegisterAsync(app, [ReadsMembers], plan: "narrow");
        var other = await SignedApp.RegisterAsync(app, [ReadsMembers], plan: "narrow");
        // Calls that are not its own do not use it up.
        for (var forged = 0; forged < 4; forged++)
        {
            await RefusedAsync(await narrow.With("guessed secret").GetAsync("/api/v1/members"), "signature.wrong");
        }

        for (var call = 0; call < 3; call++)
        {
            var served = await narrow.GetAsync("/api/v1/members");
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
            // The bucket of three fills by one in a thousand seconds.
            Assert.Equal("\"narrow\";q=3;w=3000", Assert.Single(served.Headers.GetValues("RateLimit-Policy")));
            Assert.Equal($"\"narrow\";r={2 - call};t={1000 * (call + 1)}", Assert.Single(served.Headers.GetValues("RateLimit")));
        }

        var refused = await narrow.GetAsync("/api/v1/members");
        Assert.Equal("\"narrow\";r=0;t=3000", Assert.Single(refused.Headers.GetValues("RateLimit")));
        // Refusals in the services and in the gateway tell it as well.
        var malformed = await other.GetAsync("/api/v1/changes?limit=0");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.Equal("\"narrow\";r=2;t=1000", Assert.Single(malformed.Headers.GetValues("RateLimit")));

        Assert.Equal("request.too-many", (await refused.Refusal(HttpStatusCode.TooManyRequests)).Code);
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/members")).StatusCode);
    }

    [Fact]
    public async Task A_body_of_10_MB_is_verified_without_being_held_in_memory()
    {
        var portal = await SignedApp.RegisterAsync(app, [WritesMembers]);
        var body = RandomNumberGenerator.GetBytes(10 << 20);
        // Other tests allocate at the same time; the least of some is ours.
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 6 && least > 4 << 20; attempt++)
        {
            var request = portal.Request(HttpMethod.Post, "/api/v1/members", body);
            request.Content = new StreamContent(new MemoryStream(body), 64 << 10);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Assert.Equal(body.Length, (await (await SignedApp.SendAsync(request)).Read<Echo>()).Length);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.True(least <= 4 << 20, $"{least:N0} bytes were allocated for a body of {body.Length:N0}.");
    }

    [Fact]
    public async Task A_signature_goes_before_whatever_else_a_request_says_of_who_asks()
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);
        using var session = await app.AsAsync(("cityAdmin", null));
        var request = portal.Request(HttpMethod.Get, "/api/v1/organizations");
        request.Headers.Authorization = session.DefaultRequestHeaders.Authorization;

        await RefusedAsync(await SignedApp.SendAsync(request), "app.scope", HttpStatusCode.Forbidden);
        request = portal.Request(HttpMethod.Get, "/api/v1/organizations");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "anything");
        Replace(request, SignatureHeaders.Signature, Convert.ToBase64String(new byte[32]));
        await RefusedAsync(await SignedApp.SendAsync(request), "signature.wrong");
    }

    [Fact]
    public async Task An_app_asks_which_it_is_with_no_scope_at_all()
    {
        var portal = await SignedApp.RegisterAsync(app, []);

        var itself = await (await portal.GetAsync("/api/v1/apps/me?")).Read<WhichAppResponse>();

        Assert.Equal((portal.App.Id, portal.App.Name, AppEnvironment.Production, "standard"), (itself.Id, itself.Name, itself.Environment, itself.Plan));
        using var person = await app.AsAsync(("cityAdmin", null));
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync("/api/v1/apps/me")).StatusCode);
    }

    private static byte[] Sm2(byte[] text, IDsaEncoding encoding)
    {
        var curve = GMNamedCurves.GetByName("sm2p256v1");
        var signer = new SM2Signer(encoding);
        signer.Init(true, new ECPrivateKeyParameters(new BigInteger(SignatureVectorTests.Sm2PrivateKey, 16), new ECDomainParameters(curve.Curve, curve.G, curve.N, curve.H)));
        signer.BlockUpdate(text, 0, text.Length);
        return signer.GenerateSignature();
    }

    private static void Replace(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }

    private static async Task<Problem> RefusedAsync(HttpResponseMessage answer, string code, HttpStatusCode status = HttpStatusCode.Unauthorized)
    {
        var refusal = await answer.Refusal(status);
        Assert.Equal(code, refusal.Code);
        Assert.NotEqual(code, refusal.Detail);
        return refusal;
    }

    private async Task<Caller> CallerOfAsync(Echo echo)
    {
        var (caller, _, failure) = await InternalTokens.FromPublicKeys(app.PublicKey).ValidateAsync(echo.Header("Authorization")!["Bearer ".Length..], app.Clock);
        Assert.Null(failure);
        return caller!;
    }

    private Task<List<string>> AuditAsync(SignedApp portal, string action) =>
        app.TextsAsync("select fields from audit_log where actor_id = $1 and action = $2 order by id", portal.App.Id, action);
}
