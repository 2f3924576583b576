using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>
/// Where webhooks may go. Names stand in the allow-list; their addresses are asked for here, each is looked at, and the connection goes to one that was looked at:
/// what the name says a moment later counts for nothing (DNS rebinding). What is not public is reached only where the entry names its network.
/// </summary>
internal sealed class WebhookTargets
{
    public const string Refused = "webhook.target";

    private readonly WebhookSettings settings;
    private readonly (WebhookTargetEntry Entry, IPNetwork[] Networks)[] entries;

    /// <exception cref="FormatException">A network is malformed; a gateway with such a setting does not start.</exception>
    public WebhookTargets(IOptions<WebhookSettings> options)
    {
        settings = options.Value;
        entries = [.. settings.Targets.Select(entry => (entry, entry.Networks.Select(network => IPNetwork.Parse(network)).ToArray()))];
    }

    /// <summary>What is wrong with an address that was registered, as far as it can be seen without asking anybody.</summary>
    /// <returns>The problem's code; null when nothing is.</returns>
    public string? FaultOf(string url, out Uri? target)
    {
        target = Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http" && parsed.IdnHost.Length > 0 ? parsed : null;
        return target is null || target.Fragment.Length > 0 ? "webhook.url-malformed"
            : target.UserInfo.Length > 0 ? "webhook.url-user"
            : Matching(target).Any() ? null
            : target.Scheme == "http" && Matching(new UriBuilder(target) { Scheme = "https", Port = target.IsDefaultPort ? -1 : target.Port }.Uri).Any() ? "webhook.url-https"
            : Refused;
    }

    /// <summary>The addresses of a target, all of them fit to be reached.</summary>
    /// <exception cref="WebhookTargetException">One is not, or there is none.</exception>
    public async Task<IPAddress[]> AddressesOfAsync(Uri target, CancellationToken cancel)
    {
        var networks = Matching(target).SelectMany(entry => entry.Networks).ToList();
        if (!Matching(target).Any())
        {
            throw new WebhookTargetException(Refused);
        }

        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(target.IdnHost, out var literal) ? [literal] : await settings.Resolve(HostOf(target), cancel);
        }
        catch (SocketException)
        {
            addresses = [];
        }

        if (addresses.Length == 0)
        {
            throw new WebhookTargetException("webhook.target-unknown");
        }

        // One that is not fit spoils them all: whoever mixes them in means it.
        return [.. addresses.Select(address =>
        {
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return PublicAddress.Is(plain) || networks.Any(network => network.Contains(plain)) ? plain : throw new WebhookTargetException("webhook.target-address");
        })];
    }

    /// <summary>Connects to an address that was looked at.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var target = context.InitialRequestMessage.RequestUri!;
        var addresses = await AddressesOfAsync(target, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string HostOf(Uri target) => target.IdnHost.TrimEnd('.').ToLowerInvariant();

    private IEnumerable<(WebhookTargetEntry Entry, IPNetwork[] Networks)> Matching(Uri target)
    {
        var host = HostOf(target);
        return entries.Where(entry =>
            (entry.Entry.Http || target.Scheme == "https") && (entry.Entry.Port is { } port ? port == target.Port : target.IsDefaultPort)
            && (entry.Entry.Host is ['.', ..] ? host.EndsWith(entry.Entry.Host, StringComparison.OrdinalIgnoreCase) && host.Length > entry.Entry.Host.Length
                : host.Equals(entry.Entry.Host, StringComparison.OrdinalIgnoreCase)));
    }
}

/// <summary>A target may not be reached, whatever its name says.</summary>
internal sealed class WebhookTargetException(string code) : Exception(code)
{
    public string Code { get; } = code;
}
