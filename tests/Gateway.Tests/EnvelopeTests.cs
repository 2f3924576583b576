using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Org.BouncyCastle.Math;
using PartyCloud.Client;
using PartyCloud.Client.Envelopes;
using PartyCloud.Client.Signing;
using PartyCloud.Contracts;
using PartyCloud.Contracts.Clients;
using PartyCloud.Gateway.Apps;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;
#if FULL_FEED
using Refit;
#else
using RestEase;
#endif

namespace PartyCloud.Gateway.Tests;

/// <summary>A gateway whose installation has a key for envelopes.</summary>
public sealed class EnvelopeGateway : GatewayApp
{
    private static readonly string Number = new BigInteger("20261123").Pow(7).ToString(16).PadLeft(64, '0');

    internal static Sm2Key PlatformKey { get; } = Sm2PrivateKey.Parse(Number)!.Public;

    protected override IEnumerable<(string Name, string Value)> Settings => [.. base.Settings, ("Envelope:PrivateKey", Number)];
}

/// <summary>Bodies in envelopes of SM4 and SM2: read by the two sides alone, of this call alone, and off unless asked for.</summary>
public sealed class EnvelopeTests(EnvelopeGateway app) : IClassFixture<EnvelopeGateway>
{
    private const string Path = "/api/v1/organizations";
    private const string AppKey = "85fa3893ad695e872704815d825c89ed5d939111c756a5bc9e6daee582fbfb69";

    private static readonly byte[] Content = "{\"name\":\"样例支部\"}"u8.ToArray();

    [Fact]
    public async Task The_service_is_handed_the_content_and_the_app_an_envelope()
    {
        var portal = await PortalAsync();

        var answer = await SendAsync(portal, Seal(portal));

        Assert.Equal("SM4-SM2", answer.Headers.GetValues(Envelope.Header).Single());
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        var echo = JsonSerializer.Deserialize<Echo>(Open(portal, await answer.Content.ReadAsByteArrayAsync()), Wire.Json)!;
        Assert.Equal((Content.Length, "application/json", $"{Content.Length}"), ((int)echo.Length, echo.Header("Content-Type"), echo.Header("Content-Length")));
        Assert.Null(echo.Header(Envelope.Header));
    }

    [Fact]
    public async Task What_is_asked_without_a_body_is_answered_in_an_envelope_and_so_is_a_problem()
    {
        var portal = await PortalAsync();
        using var read = portal.App.Request(HttpMethod.Get, "/api/v1/apps/me", nonce: Nonce);
        read.Headers.Add(Envelope.Header, Envelope.Profile);
        app.Behind["organizations"].Answers[Path + "/lost"] = """{"code":"organization.unknown"}""";
        app.Behind["organizations"].Statuses[Path + "/lost"] = 404;
        using var lost = portal.App.Request(HttpMethod.Get, Path + "/lost", nonce: Nonce + "2");
        lost.Headers.Add(Envelope.Header, Envelope.Profile);

        var me = JsonSerializer.Deserialize<WhichAppResponse>(Open(portal, await (await SignedApp.SendAsync(read)).Content.ReadAsByteArrayAsync()), Wire.Json)!;
        var problem = await SignedApp.SendAsync(lost);

        Assert.Equal(portal.App.App.Id, me.Id);
        Assert.Equal(HttpStatusCode.NotFound, problem.StatusCode);
        Assert.Contains("organization.unknown", Encoding.UTF8.GetString(Open(portal, await problem.Content.ReadAsByteArrayAsync(), Nonce + "2")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_fault_of_an_envelope_has_its_code_and_nothing_is_handed_on()
    {
        var portal = await PortalAsync();
        var (good, now) = (Seal(portal), app.Clock.GetUtcNow());
        var otherKey = Sm2PrivateKey.Parse(new string('7', 64))!;

        await RefusedAsync("envelope.malformed", "{}"u8.ToArray());
        await RefusedAsync("envelope.malformed", Content);
        await RefusedAsync("envelope.malformed", "["u8.ToArray());
        await RefusedAsync("envelope.malformed", Bytes(good with { Version = "2.0" }));
        await RefusedAsync("envelope.malformed", Bytes(good with { Timestamp = "17500000000" }));
        await RefusedAsync("envelope.app", Bytes(good with { AppCode = Guid.CreateVersion7().ToString() }));
        await RefusedAsync("envelope.clock", Bytes(EnvelopeCipher.Seal(portal.App.App.Id, portal.Secret, Nonce, Content, now.AddSeconds(-301), portal.Sign)));
        await RefusedAsync("envelope.signature", Bytes(good with { EncData = good.EncData[..^4] + "AAA=" }));
        await RefusedAsync("envelope.signature", Bytes(good with { SignData = "?" }));
        await RefusedAsync("envelope.signature", Bytes(EnvelopeCipher.Seal(portal.App.App.Id, portal.Secret, Nonce, Content, now, otherKey.Sign)));
        await RefusedAsync("envelope.unreadable", Bytes(EnvelopeCipher.Seal(portal.App.App.Id, portal.Secret, "another-call", Content, now, portal.Sign)));
        await RefusedAsync("envelope.unreadable", Bytes(EnvelopeCipher.Seal(portal.App.App.Id, "another secret"u8.ToArray(), Nonce, Content, now, portal.Sign)));
        await RefusedAsync("request.too-large", new byte[(1 << 20) + 1], HttpStatusCode.RequestEntityTooLarge);

        async Task RefusedAsync(string code, byte[] body, HttpStatusCode status = HttpStatusCode.BadRequest)
        {
            using var request = Request(portal, body, Guid.CreateVersion7().ToString("N"));
            Assert.Equal(code, (await (await SignedApp.SendAsync(request)).Refusal(status)).Code);
        }
    }

    [Fact]
    public async Task It_needs_a_signed_call_a_secret_and_the_one_profile_that_there_is()
    {
        var portal = await PortalAsync();
        using var session = await app.AsAsync(("cityAdmin", null));
        session.DefaultRequestHeaders.Add(Envelope.Header, Envelope.Profile);
        Assert.Equal("envelope.signed-calls", (await (await session.GetAsync(Path)).Refusal(HttpStatusCode.BadRequest)).Code);

        using var other = portal.App.Request(HttpMethod.Get, Path);
        other.Headers.Add(Envelope.Header, "AES-RSA");
        Assert.Equal(Envelope.Header, Assert.Single((await (await SignedApp.SendAsync(other)).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);

        using var admin = await app.AdminAsync();
        var known = await (await admin.GetAsync($"/api/v1/apps/{portal.App.App.Id}")).Read<AppResponse>();
        foreach (var secret in known.Credentials.Where(credential => credential.Kind == CredentialKind.Secret))
        {
            Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/apps/{known.Id}/credentials/{secret.Id}")).StatusCode);
        }

        using var keyAlone = portal.App.WithKey(portal.Sign).Request(HttpMethod.Get, Path);
        keyAlone.Headers.Add(Envelope.Header, Envelope.Profile);
        Assert.Equal("envelope.no-secret", (await (await SignedApp.SendAsync(keyAlone)).Refusal(HttpStatusCode.BadRequest)).Code);
    }

    [Fact]
    public async Task The_typed_client_puts_calls_in_and_takes_answers_out()
    {
        var portal = await PortalAsync();
        var (id, code) = (Guid.CreateVersion7(), "c-1");
        app.Behind["organizations"].Answers[$"{Path}/{id}"] = JsonSerializer.Serialize(
            new OrganizationResponse(id, code, "001", "样例支部", OrganizationKind.Branch, "village", null, null, null, null, null, null, OrganizationStatus.Active, null, 1), Wire.Json);
        var missing = Guid.CreateVersion7();
        app.Behind["organizations"].Answers[$"{Path}/{missing}"] = JsonSerializer.Serialize(new Problem("urn:x", "没有", 404, "没有", "/", "organization.unknown", null), Wire.Json);
        app.Behind["organizations"].Statuses[$"{Path}/{missing}"] = 404;

        Assert.Equal((id, code), await Client(EnvelopeGateway.PlatformKey).GetOrganization(id) is var found ? (found.Id, found.Code) : default);
        Assert.Equal("organization.unknown", (await Assert.ThrowsAsync<ApiException>(() => Client(EnvelopeGateway.PlatformKey).GetOrganization(missing))).ReadProblem()!.Code);
        await Assert.ThrowsAsync<HttpRequestException>(() => Client(Sm2PrivateKey.Parse(new string('7', 64))!.Public).GetOrganization(id));

        IOrganizationsApi Client(Sm2Key platform) => new ServiceCollection().AddSingleton<TimeProvider>(app.Clock).AddPartyCloud(options =>
        {
            (options.Address, options.App, options.Secret) = (app.Anonymous().BaseAddress, portal.App.App.Id, Encoding.ASCII.GetString(portal.Secret));
            (options.Sm2PrivateKey, options.EnvelopeKey) = (AppKey, Convert.ToHexStringLower(platform.Point));
        }).BuildServiceProvider().GetRequiredService<IOrganizationsApi>();
    }

    [Fact]
    public async Task The_key_of_answers_is_told_to_anybody()
    {
        var told = await (await app.Anonymous().GetAsync("/api/v1/apps/envelope")).Read<EnvelopeResponse>();

        Assert.Equal(new(true, Convert.ToHexStringLower(EnvelopeGateway.PlatformKey.Point), EnvelopeGateway.PlatformKey.Fingerprint()), told);
    }

    [Fact]
    public void The_vector_that_developers_are_given_opens_and_no_other_call_opens_it()
    {
        var all = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Repository.Folder(), "deploy", "docs", "portals", "signature-vectors.json")))!;
        var vector = all["envelope"]!;
        var (envelope, secret) = (JsonSerializer.Deserialize<Envelope>(vector["envelope"]!.ToJsonString(), Wire.Json)!, Encoding.ASCII.GetBytes(all["secret"]!.GetValue<string>()));

        Assert.True(envelope.IsOfThisKind);
        Assert.Equal(vector["signed"]!.GetValue<string>(), envelope.ToSign);
        Assert.True(EnvelopeCipher.IsSignedBy(envelope, Sm2Key.Parse(all["sm2"]!["publicKey"]!.GetValue<string>())!));
        Assert.Equal(vector["content"]!.GetValue<string>(), Encoding.UTF8.GetString(EnvelopeCipher.Open(envelope, secret, vector["nonce"]!.GetValue<string>())!));
        Assert.Null(EnvelopeCipher.Open(envelope, secret, "another call"));
    }

    private static string Nonce => "nonce-of-the-tests";

    private Envelope Seal(Portal portal) => EnvelopeCipher.Seal(portal.App.App.Id, portal.Secret, Nonce, Content, app.Clock.GetUtcNow(), portal.Sign);

    private static byte[] Bytes(Envelope envelope) => JsonSerializer.SerializeToUtf8Bytes(envelope, Wire.Json);

    private static HttpRequestMessage Request(Portal portal, byte[] body, string nonce)
    {
        var request = portal.App.Request(HttpMethod.Post, Path, body, nonce, content: new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } });
        request.Headers.Add(Envelope.Header, Envelope.Profile);
        return request;
    }

    private static Task<HttpResponseMessage> SendAsync(Portal portal, Envelope envelope) => SignedApp.SendAsync(Request(portal, Bytes(envelope), Nonce));

    private static byte[] Open(Portal portal, byte[] answer, string? nonce = null)
    {
        var envelope = JsonSerializer.Deserialize<Envelope>(answer, Wire.Json)!;
        Assert.True(envelope.IsOfThisKind && EnvelopeCipher.IsSignedBy(envelope, EnvelopeGateway.PlatformKey));
        return EnvelopeCipher.Open(envelope, portal.Secret, nonce ?? Nonce)!;
    }

    private async Task<Portal> PortalAsync()
    {
        var portal = await SignedApp.RegisterAsync(app, [new(AppResource.Organizations, AppAccess.Write)]);
        var secret = await SignedApp.SecretAsync(app, portal.App.Id);
        using var admin = await app.AdminAsync();
        var key = Sm2PrivateKey.Parse(AppKey)!;
        await (await admin.PostAsync($"/api/v1/apps/{portal.App.Id}/keys", JsonContent(new AddAppKeyRequest(Convert.ToHexStringLower(key.Public.Point))))).Read<AppCredentialItem>(HttpStatusCode.Created);
        return new(portal, Encoding.ASCII.GetBytes(secret), key.Sign);
    }

    private static ByteArrayContent JsonContent<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Wire.Json)) { Headers = { ContentType = new("application/json") } };

    private sealed record Portal(SignedApp App, byte[] Secret, Func<byte[], byte[]> Sign);
}
