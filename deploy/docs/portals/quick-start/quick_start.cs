// PartyCloud 签名调用快速上手 · quick start of signed calls. .NET 10+, 不需要任何包 · no packages.
// PARTYCLOUD_HOST=http://127.0.0.1:8080 PARTYCLOUD_APP=应用的id PARTYCLOUD_SECRET=密钥 dotnet run quick_start.cs
#:property PublishAot=false

using System.Security.Cryptography;
using System.Text;

var signing = new SigningHandler(Environment.GetEnvironmentVariable("PARTYCLOUD_APP")!, Environment.GetEnvironmentVariable("PARTYCLOUD_SECRET")!);
using var client = new HttpClient(signing) { BaseAddress = new Uri(Environment.GetEnvironmentVariable("PARTYCLOUD_HOST")!) };
foreach (var (method, target, body) in new (HttpMethod, string, string?)[]
{
    (HttpMethod.Get, "/api/v1/apps/me", null),
    (HttpMethod.Get, $"/api/v1/members?q={Uri.EscapeDataString("样例党员")}&limit=2", null),
    // 缺少必填项，会被拒绝并指出字段 · lacks what must be there, so it is refused and the fields are named.
    (HttpMethod.Post, "/api/v1/members", """{"name":"样例一"}"""),
})
{
    using var request = new HttpRequestMessage(method, target) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
    using var answer = await client.SendAsync(request);
    Console.WriteLine($"{(int)answer.StatusCode} {method} {target} {await answer.Content.ReadAsStringAsync()}");
}

/// <summary>给 HttpClient 的每次调用签名 · signs whatever an HttpClient sends.</summary>
public sealed class SigningHandler(string app, string secret) : DelegatingHandler(new HttpClientHandler())
{
    private readonly byte[] key = Encoding.ASCII.GetBytes(secret);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var content = Convert.ToHexStringLower(SHA256.HashData(body));
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString();
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var target = request.RequestUri!;
        var text = string.Join('\n', request.Method.Method, target.AbsolutePath, Canonical(target.Query.TrimStart('?')), timestamp, nonce, content);
        request.Headers.Add("X-Pc-App-Id", app);
        request.Headers.Add("X-Pc-Algorithm", "HMAC-SHA256");
        request.Headers.Add("X-Pc-Timestamp", timestamp);
        request.Headers.Add("X-Pc-Nonce", nonce);
        request.Headers.Add("X-Pc-Content-SHA256", content);
        request.Headers.Add("X-Pc-Signature", Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))));
        return await base.SendAsync(request, cancellationToken);
    }

    // 名与值统一转义，按名排序，同名保持次序 · one way to escape, sorted by name, equal names in their order.
    private static string Canonical(string query) => string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2))
        .Select(pair => (Name: Escape(pair[0]), Value: pair.Length > 1 ? Escape(pair[1]) : ""))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Escape(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text.Replace('+', ' ')));
}
