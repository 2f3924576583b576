// PartyCloud 回调验签 · verifies a webhook. .NET 10, 不需要任何包 · no packages.
//
// WEBHOOK_SECRET=whsec_... dotnet run verify.cs <webhook-id> <webhook-timestamp> <webhook-signature> < body
//
// 用 PartyCloud.Client 包时直接调用 WebhookSignature.Fits · the package PartyCloud.Client has it as WebhookSignature.Fits
using System.Security.Cryptography;
using System.Text;

using var body = new MemoryStream();
Console.OpenStandardInput().CopyTo(body);
Console.WriteLine(Fits(Environment.GetEnvironmentVariable("WEBHOOK_SECRET")!, args[0], args[1], args[2], body.ToArray()) ? "ok" : "refused");

// body 是收到的原始字节 · the bytes as they came, before any JSON is read
static bool Fits(string secret, string id, string timestamp, string signatures, byte[] body)
{
    if (!long.TryParse(timestamp, out var seconds) || Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) > 300)
    {
        return false;
    }

    var key = Convert.FromBase64String(secret["whsec_".Length..]);
    byte[] text = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
    var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, text)));
    // 轮换期间有两个签名，以空格分隔 · while the secret is changed there are two, with a space between
    return signatures.Split(' ').Any(one => CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(one)));
}
