using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PartyCloud.Client.Exchange;

/// <summary>
/// A layer that passes calls on between authorities (共享交换平台) and wants headers of its own. They say who calls and not what is called for, and so go beside the app's
/// signature and never in its place.
/// </summary>
public abstract class ExchangeLayer
{
    /// <summary>The headers of a call that is sent at this moment.</summary>
    public abstract IReadOnlyList<(string Name, string Value)> Headers(DateTimeOffset now);
}

/// <summary>The national platform for sharing and exchanging data (国家数据共享交换平台).</summary>
/// <param name="requester">Whom the platform knows the caller as (<c>rid</c>).</param>
/// <param name="service">The service that the platform passes the call to (<c>sid</c>).</param>
/// <param name="secret">Asked for at each call, as the platform gives a new one from time to time.</param>
public sealed class NationalExchange(string requester, string service, Func<string> secret) : ExchangeLayer
{
    public override IReadOnlyList<(string Name, string Value)> Headers(DateTimeOffset now)
    {
        var time = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var code = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret()), Encoding.UTF8.GetBytes(service + requester + time));
        return [("gjgxjhpt_rid", requester), ("gjgxjhpt_sid", service), ("gjgxjhpt_rtime", time), ("gjgxjhpt_sign", Convert.ToBase64String(code))];
    }
}

/// <summary>A gateway that is called with x-tif headers, as those of Guangdong and of medical insurance are.</summary>
/// <param name="paasId">Whom the gateway knows the caller as.</param>
/// <param name="token">Given with it.</param>
/// <param name="serviceId">Where the gateway asks for it.</param>
/// <param name="nonce">For tests; a new one for each call otherwise.</param>
public sealed class TifGateway(string paasId, string token, string? serviceId = null, Func<string>? nonce = null) : ExchangeLayer
{
    public override IReadOnlyList<(string Name, string Value)> Headers(DateTimeOffset now)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var once = nonce?.Invoke() ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(time + token + once + time));
        List<(string, string)> headers = [("x-tif-paasid", paasId), ("x-tif-timestamp", time), ("x-tif-nonce", once), ("x-tif-signature", Convert.ToHexStringLower(hash))];
        if (serviceId is not null)
        {
            headers.Add(("x-tif-serviceId", serviceId));
        }

        return headers;
    }
}

internal sealed class ExchangeHandler(ExchangeLayer layer, TimeProvider clock) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in layer.Headers(clock.GetUtcNow()))
        {
            request.Set(name, value);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
