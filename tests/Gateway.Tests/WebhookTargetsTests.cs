using System.Net;
using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Webhooks;

namespace PartyCloud.Gateway.Tests;

/// <summary>Where webhooks may go, and that no name leads anywhere else.</summary>
public sealed class WebhookTargetsTests
{
    private static readonly Dictionary<string, string[]> Names = new()
    {
        ["portal.example.gov.cn"] = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
        ["mixed.example.gov.cn"] = ["93.184.215.14", "10.0.0.1"],
        ["mapped.example.gov.cn"] = ["::ffff:10.0.0.1"],
        ["inside.example.org"] = ["10.20.3.4"],
        ["elsewhere.example.org"] = ["10.21.3.4"],
    };

    private readonly WebhookTargets targets = new(Options.Create(Settings()));

    [Theory]
    [InlineData("https://portal.example.gov.cn/hook?a=b", null)]
    [InlineData("https://PORTAL.example.gov.cn./hook", null)]
    [InlineData("https://portal.example.gov.cn:443/hook", null)]
    [InlineData("https://portal.example.gov.cn:8443/hook", "webhook.target")]
    [InlineData("http://portal.example.gov.cn/hook", "webhook.url-https")]
    [InlineData("https://portal.example.gov.cn.example.com/hook", "webhook.target")]
    [InlineData("https://example.gov.cn/hook", "webhook.target")]
    [InlineData("https://evil-example.gov.cn/hook", "webhook.target")]
    [InlineData("https://a.b.example.gov.cn/hook", null)]
    [InlineData("http://inside.example.org:8080/hook", null)]
    [InlineData("https://inside.example.org:8080/hook", null)]
    [InlineData("https://inside.example.org/hook", "webhook.target")]
    [InlineData("https://portal.example.gov.cn@evil.example.com/", "webhook.url-user")]
    [InlineData("https://user:pass@portal.example.gov.cn/", "webhook.url-user")]
    [InlineData("https://127.0.0.1/", "webhook.target")]
    [InlineData("https://2130706433/", "webhook.target")]
    [InlineData("https://[::1]/", "webhook.target")]
    [InlineData("ftp://portal.example.gov.cn/", "webhook.url-malformed")]
    [InlineData("https://portal.example.gov.cn/#x", "webhook.url-malformed")]
    [InlineData("//portal.example.gov.cn/", "webhook.url-malformed")]
    [InlineData("/hook", "webhook.url-malformed")]
    [InlineData("https:///hook", "webhook.url-malformed")]
    [InlineData("样例文字", "webhook.url-malformed")]
    public void Only_what_the_list_names_is_a_target(string url, string? fault) => Assert.Equal(fault, targets.FaultOf(url, out _));

    [Fact]
    public void Without_a_list_there_is_no_target() =>
        Assert.Equal("webhook.target", new WebhookTargets(Options.Create(new WebhookSettings())).FaultOf("https://portal.example.gov.cn/", out _));

    [Theory]
    [InlineData("https://portal.example.gov.cn/", null)]
    [InlineData("https://mixed.example.gov.cn/", "webhook.target-address")]
    [InlineData("https://mapped.example.gov.cn/", "webhook.target-address")]
    [InlineData("https://unknown.example.gov.cn/", "webhook.target-unknown")]
    [InlineData("http://inside.example.org:8080/", null)]
    [InlineData("http://elsewhere.example.org:8080/", "webhook.target-address")]
    public async Task A_name_counts_by_every_address_that_it_stands_for(string url, string? fault)
    {
        var refused = await Record.ExceptionAsync(() => targets.AddressesOfAsync(new Uri(url), default));

        Assert.Equal(fault, (refused as WebhookTargetException)?.Code);
        Assert.Equal(fault is null, refused is null);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("2400:3200::1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.0.1", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.0.192", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("::7f00:1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void What_is_kept_for_special_purposes_is_not_public(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public void A_network_that_is_none_keeps_the_gateway_from_starting()
    {
        var settings = new WebhookSettings { Targets = { new WebhookTargetEntry { Host = "x.example.org", Networks = { "10.0.0.1/8/8" } } } };

        Assert.Throws<FormatException>(() => new WebhookTargets(Options.Create(settings)));
    }

    private static WebhookSettings Settings() => new()
    {
        Targets =
        {
            new WebhookTargetEntry { Host = ".example.gov.cn" },
            new WebhookTargetEntry { Host = "inside.example.org", Port = 8080, Http = true, Networks = { "10.20.0.0/16" } },
            new WebhookTargetEntry { Host = "elsewhere.example.org", Port = 8080, Http = true, Networks = { "10.20.0.0/16" } },
        },
        Resolve = (host, _) => Task.FromResult(Names.TryGetValue(host, out var known) ? [.. known.Select(IPAddress.Parse)] : Array.Empty<IPAddress>()),
    };
}
