using System.Net;
using System.Text;
using PartyCloud.Client.Signing;
using PartyCloud.Client.Webhooks;

namespace PartyCloud.Conformance;

/// <summary>Who may call: domain test T77 and what goes with it, and T76 for what comes back.</summary>
internal static class SigningChecks
{
    private const string Me = "/api/v1/apps/me";

    public static Check[] All { get; } =
    [
        new("signature.hmac-sha256", "HMAC-SHA256 签名", async portal => Expect.Status(HttpStatusCode.OK, await portal.SendAsync(HttpMethod.Get, Me, null))),
        new("signature.hmac-sm3", "HMAC-SM3 签名", async portal => Expect.Status(HttpStatusCode.OK, await portal.SendAsync(HttpMethod.Get, Me, null, "HMAC-SM3"))),
        new("signature.query", "查询串规范化", async portal => Expect.Status(HttpStatusCode.OK, await portal.GetAsync("/api/v1/members?q=%e6%b2%99%e7%ae%b1+%2B~&&limit=1"))),
        new("refused.secret", "密钥不对", async portal =>
            Expect.Refused(HttpStatusCode.Unauthorized, "signature.wrong", await portal.SendAsync(HttpMethod.Get, Me, null, spoiled: new() { Secret = "another secret" }))),
        new("refused.clock", "时间戳相差 301 秒以上", async portal =>
            Expect.Refused(HttpStatusCode.Unauthorized, "signature.clock", await portal.SendAsync(HttpMethod.Get, Me, null, spoiled: new() { ClockAhead = -310 }))),
        new("refused.nonce", "随机串重复", async portal =>
        {
            var once = new Spoiled { Nonce = Guid.CreateVersion7().ToString("N") };
            Expect.Status(HttpStatusCode.OK, await portal.SendAsync(HttpMethod.Get, Me, null, spoiled: once));
            Expect.Refused(HttpStatusCode.Unauthorized, "signature.nonce-used", await portal.SendAsync(HttpMethod.Get, Me, null, spoiled: once));
        }),
        new("refused.body", "正文改动一个字节", async portal => Expect.Refused(
            HttpStatusCode.Unauthorized, "signature.body",
            await portal.SendAsync(HttpMethod.Post, "/api/v1/organizations/batch-get", new { ids = Array.Empty<Guid>() }, spoiled: new() { Body = Encoding.UTF8.GetBytes("""{"ids":[ ]}""") }))),
        new("refused.header", "缺少签名请求头", async portal =>
        {
            var answer = await portal.SendAsync(HttpMethod.Get, Me, null, spoiled: new() { Without = SignatureHeaders.Nonce });
            Expect.Refused(HttpStatusCode.Unauthorized, "signature.malformed", answer);
            Expect.Same(SignatureHeaders.Nonce, (string?)answer.Body!["errors"]![0]!["field"], "The header at fault");
        }),
        new("limits.told", "剩余额度", async portal =>
        {
            var answer = await portal.GetAsync(Me);
            Expect.That(answer.Headers.Contains("RateLimit") && answer.Headers.Contains("RateLimit-Policy"), "RateLimit and RateLimit-Policy expected");
        }),
        new("webhook.signature", "回调签名（T76）", _ =>
        {
            const string Body = """{"type":"organization.updated","data":{"code":"001002003"}}""";
            Expect.Same("v1,Caak5iEN/udSqshgiy6HLeCNXrbS/z6CEMLuRDPWrEk=", WebhookSignature.Sign("demo-webhook-secret"u8, "evt_0001", 1750000000, Encoding.UTF8.GetBytes(Body)), "The signature");
            return Task.CompletedTask;
        }),
    ];
}
