using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

[Collection(SharedSingleSignOn.Name)]
public sealed class CasSignOnTests(SingleSignOnGateway app)
{
    [Fact]
    public async Task Who_signs_in_at_cas_works_here_and_what_cas_tells_is_kept()
    {
        var (account, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.Cas, ("cityAdmin", null));
        using var browser = new SignOnBrowser(app);

        Assert.Equal("/members", await browser.SignOnAsync(SingleSignOnGateway.Cas, subject, "/members"));

        Assert.Equal(account.Id, (await browser.MeAsync()).Id);
        using var admin = await app.AdminAsync();
        var identity = Assert.Single((await (await admin.GetAsync($"/api/v1/accounts/{account.Id}/identities")).Read<IdentitiesResponse>()).Items);
        Assert.Equal(($"样例 {subject}", "三级"), (identity.DisplayName, identity.RealNameLevel));
    }

    [Fact]
    public async Task A_ticket_serves_once_and_in_the_attempt_that_it_was_made_for()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.Cas);
        using var browser = new SignOnBrowser(app);
        var back = await browser.UntilBackAsync(await browser.StartAsync(SingleSignOnGateway.Cas), subject);
        var ticket = QueryHelpers.ParseQuery(back.Query)["ticket"];

        // Under the state of another attempt of the same browser: CAS knows the ticket under another service.
        var service = QueryHelpers.ParseQuery((await browser.StartAsync(SingleSignOnGateway.Cas)).Query)["service"].ToString();
        Assert.Equal("/?sso=failed", await browser.PageAsync(new Uri(QueryHelpers.AddQueryString(service, "ticket", ticket.ToString()))));

        back = await browser.UntilBackAsync(await browser.StartAsync(SingleSignOnGateway.Cas), subject);
        Assert.Equal("/", await browser.PageAsync(back));
        Assert.Equal("/?sso=state", await browser.PageAsync(back));
    }

    [Fact]
    public async Task Without_a_ticket_or_with_a_made_up_one_nobody_comes_in()
    {
        using var browser = new SignOnBrowser(app);

        Assert.Equal("/?sso=refused", await browser.PageAsync(new Uri(QueryHelpers.ParseQuery((await browser.StartAsync(SingleSignOnGateway.Cas)).Query)["service"].ToString())));
        var service = QueryHelpers.ParseQuery((await browser.StartAsync(SingleSignOnGateway.Cas)).Query)["service"].ToString();
        Assert.Equal("/?sso=failed", await browser.PageAsync(new Uri(service + "&ticket=ST-made-up")));
    }

    [Theory]
    [InlineData("""<!DOCTYPE r [<!ENTITY who SYSTEM "file:///etc/hostname">]><cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>&who;</cas:user></cas:authenticationSuccess></cas:serviceResponse>""")]
    [InlineData("""<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><r>&b;</r>""")]
    [InlineData("<cas:serviceResponse")]
    [InlineData("{}")]
    [InlineData("""<serviceResponse><authenticationSuccess><user>admin</user></authenticationSuccess></serviceResponse>""")]
    public async Task An_answer_that_is_not_what_cas_answers_opens_nothing(string answer)
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.Cas);
        app.CasServer.Instead[subject] = answer;
        using var browser = new SignOnBrowser(app);

        Assert.Equal("/?sso=failed", await browser.SignOnAsync(SingleSignOnGateway.Cas, subject));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
    }

    [Fact]
    public async Task Signing_out_at_cas_ends_the_session_here()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.Cas);
        using var browser = new SignOnBrowser(app);
        await browser.SignOnAsync(SingleSignOnGateway.Cas, subject);
        var service = app.CasServer.ServiceOf(subject);

        foreach (var message in (string[])["nothing", "<a/>", """<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>""",
            """<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"></samlp:LogoutRequest>"""])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await CasServer.LogoutAsync(service, message)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync());
        using var answer = await app.CasServer.SignOutAsync(subject);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync());
    }

    [Fact]
    public async Task Signing_out_here_goes_on_to_cas()
    {
        var (_, subject, _) = await app.HasLinkedAsync(SingleSignOnGateway.Cas);
        using var browser = new SignOnBrowser(app);
        await browser.SignOnAsync(SingleSignOnGateway.Cas, subject);

        var answer = await (await browser.SendAsync(HttpMethod.Delete, "/api/v1/auth/session", csrf: (await browser.MeAsync()).Csrf)).Read<SignedOutResponse>();

        Assert.Equal($"{app.CasServer.Address}/logout?service={Uri.EscapeDataString(app.Address.AbsoluteUri)}", answer.ContinueAt.AbsoluteUri);
    }
}
