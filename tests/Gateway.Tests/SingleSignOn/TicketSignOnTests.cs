using System.Net;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>A portal with a way of its own, which the settings alone describe.</summary>
[Collection(SharedSingleSignOn.Name)]
public sealed class TicketSignOnTests(SingleSignOnGateway app)
{
    [Fact]
    public async Task Who_signs_in_at_the_portal_works_here_and_what_it_tells_is_kept()
    {
        var (account, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.Portal, ("cityAdmin", null));
        using var browser = new SignOnBrowser(app);

        Assert.Equal("/", await browser.SignOnAsync(SingleSignOnGateway.Portal, subject));

        Assert.Equal(account.Id, (await browser.MeAsync()).Id);
        using var admin = await app.AdminAsync();
        var identity = Assert.Single((await (await admin.GetAsync($"/api/v1/accounts/{account.Id}/identities")).Read<IdentitiesResponse>()).Items);
        Assert.Equal((subject, $"样例 {subject}", "3"), (identity.Subject, identity.DisplayName, identity.RealNameLevel));
        var answer = await (await browser.SendAsync(HttpMethod.Delete, "/api/v1/auth/session", csrf: (await browser.MeAsync()).Csrf)).Read<SignedOutResponse>();
        Assert.Equal($"{app.TicketPortal.Address}logout?to={Uri.EscapeDataString(app.Address.AbsoluteUri)}", answer.ContinueAt.AbsoluteUri);
    }

    [Fact]
    public async Task A_ticket_that_the_portal_does_not_know_opens_nothing()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.Portal);
        using var browser = new SignOnBrowser(app);
        var back = await browser.UntilBackAsync(await browser.StartAsync(SingleSignOnGateway.Portal), subject);

        Assert.Equal("/?sso=failed", await browser.PageAsync(new Uri(back.AbsoluteUri.Replace("ssoTicket=", "ssoTicket=x", StringComparison.Ordinal))));
        Assert.Equal("/?sso=state", await browser.PageAsync(back));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.Portal);
        using var browser = new SignOnBrowser(app);
        app.TicketPortal.Floods = true;
        try
        {
            Assert.Equal("/?sso=away", await browser.SignOnAsync(SingleSignOnGateway.Portal, subject));
        }
        finally
        {
            app.TicketPortal.Floods = false;
        }
    }

    [Theory]
    [InlineData("hmac-sha256", "hex", "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")]
    [InlineData("sha256", "base64", "16j7swfXgJRpypq8sAguT41WUeRtPNt2LQLQvzfJ5ZI=")]
    [InlineData("md5", "HEX", "9E107D9D372BB6826BD81D3542A419D6")]
    public void Signatures_are_those_of_the_published_examples(string algorithm, string encoding, string signature)
    {
        var settings = new TicketSettings { AppSecret = "key", SignatureText = "The quick brown fox jumps over the lazy dog", SignatureAlgorithm = algorithm, SignatureEncoding = encoding };

        var address = new TicketTemplate(settings, DateTimeOffset.UnixEpoch).Address("https://portal.example/?s={signature}");

        Assert.Equal("?s=" + Uri.EscapeDataString(signature), address.Query);
    }

    [Fact]
    public async Task What_is_filled_in_keeps_to_its_place()
    {
        var settings = new TicketSettings { AppId = "a\"b&c", Timestamp = "yyyyMMddHHmmss" };
        var template = new TicketTemplate(settings, DateTimeOffset.UnixEpoch, ("ticket", "x\r\nY: 1"));

        Assert.Equal("https://portal.example/19700101080000?id=a%22b%26c", template.Address("https://portal.example/{timestamp}?id={appId}").AbsoluteUri);
        using var request = template.Request(new() { Address = "https://portal.example/", Body = """{"id":"{appId}"}""" });
        Assert.Equal("""{"id":"a\u0022b\u0026c"}""", await request.Content!.ReadAsStringAsync());
        Assert.Throws<ProviderException>(() => template.Request(new() { Address = "https://portal.example/", Headers = { "X-Ticket: {ticket}" } }));
    }

    [Theory]
    [InlineData("data.users[1].id", "b")]
    [InlineData("data.users[2].id", null)]
    [InlineData("data.count", "2")]
    [InlineData("data.users", null)]
    [InlineData("https://claims.example/id", "named")]
    [InlineData("data.none.id", null)]
    [InlineData("data.count.id", null)]
    [InlineData("data.users[x].id", null)]
    public void A_path_finds_what_stands_there(string path, string? found)
    {
        var root = JsonText.Parse("""{"data":{"users":[{"id":"a"},{"id":"b"}],"count":2},"https://claims.example/id":"named"}""");

        Assert.Equal(found, JsonText.At(root, path).SingleOrDefault());
    }
}
