using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PartyCloud.Client.Signing;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>A portal's app with a secret, and the calls that it signs.</summary>
public sealed class SignedApp
{
    private readonly GatewayApp gateway;
    private readonly SignatureAlgorithm algorithm;
    private readonly Func<byte[], byte[]> sign;

    private SignedApp(GatewayApp gateway, AppResponse app, Uri address, SignatureAlgorithm algorithm, Func<byte[], byte[]> sign) =>
        (this.gateway, App, Address, this.algorithm, this.sign) = (gateway, app, address, algorithm, sign);

    public AppResponse App { get; }

    private Uri Address { get; }

    public static async Task<SignedApp> RegisterAsync(
        GatewayApp gateway, AppScopeItem[] scopes, string[]? networks = null, string plan = "standard", AppEnvironment environment = AppEnvironment.Production, Guid? home = null)
    {
        using var admin = await gateway.AdminAsync();
        var app = await (await admin.PostAsJsonAsync(
            "/api/v1/apps", new RegisterAppRequest($"sample portal {Guid.CreateVersion7():N}", "sample contact", environment, scopes, home, networks, plan), Wire.Json))
            .Read<AppResponse>(HttpStatusCode.Created);
        return new SignedApp(gateway, app, gateway.Anonymous().BaseAddress!, SignatureAlgorithm.HmacSha256, _ => []).With(await SecretAsync(gateway, app.Id));
    }

    public static async Task<string> SecretAsync(GatewayApp gateway, Guid app, int validDays = 365, int? othersEndInHours = null)
    {
        using var admin = await gateway.AdminAsync();
        return (await (await admin.PostAsJsonAsync($"/api/v1/apps/{app}/secrets", new AddAppSecretRequest(validDays, othersEndInHours), Wire.Json))
            .Read<AppSecretResponse>(HttpStatusCode.Created)).Secret;
    }

    /// <summary>The same app, signing otherwise.</summary>
    public SignedApp With(string secret, string by = "HMAC-SHA256")
    {
        var how = SignatureAlgorithm.Find(by)!;
        return new(gateway, App, Address, how, text => how.Code(Encoding.ASCII.GetBytes(secret), text));
    }

    public SignedApp WithKey(Func<byte[], byte[]> signs) => new(gateway, App, Address, SignatureAlgorithm.Sm2, signs);

    /// <summary>The same app, calling another replica.</summary>
    public SignedApp At(Uri address) => new(gateway, App, address, algorithm, sign);

    public HttpRequestMessage Request(HttpMethod method, string target, byte[]? body = null, string? nonce = null, int clockAhead = 0, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, target)) { Content = content ?? (body is null ? null : new ByteArrayContent(body)) };
        var timestamp = (gateway.Clock.GetUtcNow().ToUnixTimeSeconds() + clockAhead).ToString(CultureInfo.InvariantCulture);
        var hash = Convert.ToHexStringLower(algorithm.HashOf(body ?? []));
        nonce ??= Guid.CreateVersion7().ToString("N");
        var text = StringToSign.Of(method.Method, request.RequestUri!.PathAndQuery, timestamp, nonce, hash).Text;
        request.Headers.Add(SignatureHeaders.App, App.Id.ToString());
        request.Headers.Add(SignatureHeaders.Algorithm, algorithm.Name);
        request.Headers.Add(SignatureHeaders.Timestamp, timestamp);
        request.Headers.Add(SignatureHeaders.Nonce, nonce);
        request.Headers.Add(algorithm.ContentHeader, hash);
        request.Headers.Add(SignatureHeaders.Signature, Convert.ToBase64String(sign(Encoding.UTF8.GetBytes(text))));
        return request;
    }

    public static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using var client = new HttpClient();
        return await client.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string target, string? nonce = null, int clockAhead = 0) =>
        SendAsync(Request(HttpMethod.Get, target, nonce: nonce, clockAhead: clockAhead));

    public Task<HttpResponseMessage> PostJsonAsync<T>(string target, T value, string? idempotencyKey = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, Wire.Json);
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        var request = Request(HttpMethod.Post, target, body, content: content);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string target, byte[] body) => SendAsync(Request(HttpMethod.Post, target, body));
}
