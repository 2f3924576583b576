using System.Net;
using System.Net.Sockets;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>Which addresses belong to the public internet: those that IANA's registries of special purposes (RFC 6890 and what came after) leave over.</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] SpecialV4 =
    [
        .. Networks(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Looks public, and answers inside a cloud alone: the metadata of virtual machines.
            "168.63.129.16/32"),
    ];

    // Only 2000::/3 is given out at all; loopback, unique local, link-local, multicast and what carries an IPv4 address lie outside it, or are named here.
    private static readonly IPNetwork GivenOutV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SpecialV6 = [.. Networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")];

    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !SpecialV4.Any(network => network.Contains(address)),
        AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => Is(address.MapToIPv4()),
        AddressFamily.InterNetworkV6 => address.ScopeId == 0 && GivenOutV6.Contains(address) && !SpecialV6.Any(network => network.Contains(address)),
        _ => false,
    };

    private static IEnumerable<IPNetwork> Networks(params string[] networks) => networks.Select(network => IPNetwork.Parse(network));
}
