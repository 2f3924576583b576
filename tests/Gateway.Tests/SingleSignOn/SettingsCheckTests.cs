using Microsoft.Extensions.Configuration;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>A gateway whose single sign-on cannot work does not start, and says why.</summary>
public sealed class SettingsCheckTests
{
    private static readonly Dictionary<string, string?> OpenId = new()
    {
        ["Providers:0:Key"] = "city",
        ["Providers:0:Kind"] = "oidc",
        ["Providers:0:Names:Zh"] = "市",
        ["Providers:0:Names:En"] = "City",
        ["Providers:0:OpenId:Authority"] = "https://sso.example.gov.cn/realms/city",
        ["Providers:0:OpenId:ClientId"] = "partycloud",
    };

    private static readonly Dictionary<string, string?> Ticket = new()
    {
        ["Providers:0:Key"] = "portal",
        ["Providers:0:Kind"] = "ticket",
        ["Providers:0:Names:Zh"] = "省",
        ["Providers:0:Names:En"] = "Province",
        ["Providers:0:Subject"] = "data.id",
        ["Providers:0:Ticket:SignIn"] = "https://portal.example.gov.cn/login?back={callback}",
        ["Providers:0:Ticket:Person:Address"] = "https://portal.example.gov.cn/person?ticket={ticket}",
    };

    [Fact]
    public void What_is_right_is_accepted_and_nothing_at_all_is_right_too()
    {
        Assert.Empty(FaultsOf([]));
        Assert.Empty(FaultsOf(OpenId));
        Assert.Empty(FaultsOf(Ticket));
    }

    [Theory]
    [InlineData("PublicAddress", "http://party.example.gov.cn", "PublicAddress")]
    [InlineData("PublicAddress", "https://party.example.gov.cn/console", "PublicAddress")]
    [InlineData("Timeout", "00:00:00", "Timeout")]
    [InlineData("Providers:0:Key", "City!", "Key must be")]
    [InlineData("Providers:0:Kind", "saml", "Kind 'saml' is none of oidc, cas, ticket")]
    [InlineData("Providers:0:Kind", "cas", "no section Cas")]
    [InlineData("Providers:0:Names:En", "", "Names:En")]
    [InlineData("Providers:0:OpenId:Authority", "http://sso.example.gov.cn", "OpenId:Authority 'http://sso.example.gov.cn'")]
    [InlineData("Providers:0:OpenId:ClientId", "", "OpenId:ClientId")]
    [InlineData("Providers:0:OpenId:ClientAuthentication", "none", "ClientAuthentication")]
    [InlineData("Providers:0:SecondFactor:FromRealNameLevel", "L3", "FromRealNameLevel 'L3'")]
    [InlineData("Providers:1:Key", "city", "the key 'city' 2 times")]
    public void What_is_wrong_with_an_OpenID_provider_is_said_by_the_settings_name(string setting, string value, string said) =>
        Assert.Contains(FaultsOf(new(OpenId) { [setting] = value }), fault => fault.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("Providers:0:Subject", "", "Subject must say")]
    [InlineData("Providers:0:Ticket:SignIn", "https://portal.example.gov.cn/login", "{callback}")]
    [InlineData("Providers:0:Ticket:SignIn", "https://{appId}.example.gov.cn/login?back={callback}", "whose host stands there in full")]
    [InlineData("Providers:0:Ticket:Person:Address", "https://portal.example.gov.cn/?s={appSecret}", "does not belong in an address")]
    [InlineData("Providers:0:Ticket:Person:Address", "http://portal.example.gov.cn/", "Ticket:Person:Address")]
    [InlineData("Providers:0:Ticket:Person:Body", "{user}", "{user} is none of")]
    [InlineData("Providers:0:Ticket:Person:Headers:0", "X-Ticket {ticket}", "is not a header")]
    [InlineData("Providers:0:Ticket:Person:Method", "PUT", "neither GET nor POST")]
    [InlineData("Providers:0:Ticket:SignatureText", "{appId}", "Ticket:AppSecret is missing")]
    [InlineData("Providers:0:Ticket:SignatureAlgorithm", "crc", "SignatureAlgorithm 'crc'")]
    [InlineData("Providers:0:Ticket:SignatureEncoding", "hec", "SignatureEncoding 'hec'")]
    [InlineData("Providers:0:Ticket:Timestamp", "q", "Ticket:Timestamp 'q'")]
    public void What_is_wrong_with_a_portal_is_said_by_the_settings_name(string setting, string value, string said) =>
        Assert.Contains(FaultsOf(new(Ticket) { [setting] = value }), fault => fault.Contains(said, StringComparison.Ordinal));

    [Fact]
    public void The_operators_guide_gives_an_example_of_each_kind_that_is_right()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Folder(), "deploy", "docs", "operators", "single-sign-on.md"));
        var examples = guide.Split("```").Where((block, index) => index % 2 == 1 && block.Contains("SingleSignOn__Providers__0__Kind=", StringComparison.Ordinal)).ToList();

        Assert.Equal(["oidc", "cas", "ticket"], examples.Select(example => Values(example)["Providers:0:Kind"]));
        Assert.All(examples, example => Assert.Empty(FaultsOf(Values(example))));
        // What is misspelt would be passed over.
        Assert.All(examples, example => Assert.All(Values(example).Keys, name => Assert.True(IsKnown(typeof(SingleSignOnSettings), name.Split(':')), name)));

        static Dictionary<string, string?> Values(string example) => example.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0]["SingleSignOn__".Length..].Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair[1]);

        static bool IsKnown(Type type, ReadOnlySpan<string> path) =>
            path.Length == 0
            || (int.TryParse(path[0], out _) ? IsKnown(type.GetGenericArguments().Single(), path[1..]) : type.GetProperty(path[0]) is { } property && IsKnown(property.PropertyType, path[1..]));
    }

    private static List<string> FaultsOf(Dictionary<string, string?> values)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(values).Build().Get<SingleSignOnSettings>() ?? new();
        return [.. SettingsCheck.FaultsOf(settings)];
    }
}
