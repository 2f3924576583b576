using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>Who administers portals' apps, and how their secrets come and go.</summary>
[Collection(SharedGateway.Name)]
public sealed class AppTests(GatewayApp app)
{
    private static readonly AppScopeItem ReadsMembers = new(AppResource.Members, AppAccess.Read);

    [Fact]
    public async Task A_secret_is_shown_once_and_kept_sealed()
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);
        var secret = await SignedApp.SecretAsync(app, portal.App.Id);

        using var admin = await app.AdminAsync();
        Assert.DoesNotContain(secret, await admin.GetStringAsync($"/api/v1/apps/{portal.App.Id}"), StringComparison.Ordinal);
        Assert.Empty(await app.TextsAsync(
            "select id::text from app_credentials where strpos(encode(secret, 'escape'), $1) > 0 or app_credentials::text like '%' || $1 || '%'", secret));
        Assert.Empty(await app.TextsAsync("select id::text from audit_log where audit_log::text like '%' || $1 || '%'", secret));
    }

    [Fact]
    public async Task A_secret_is_changed_while_the_app_goes_on_calling()
    {
        var old = await SignedApp.RegisterAsync(app, [ReadsMembers]);
        var renewed = old.With(await SignedApp.SecretAsync(app, old.App.Id, othersEndInHours: 1));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(old), await StatusAsync(renewed)));

        using var admin = await app.AdminAsync();
        var full = await (await admin.PostAsJsonAsync($"/api/v1/apps/{old.App.Id}/secrets", new AddAppSecretRequest(), Wire.Json)).Refusal(HttpStatusCode.Conflict);
        Assert.Equal("app.credentials-full", full.Code);

        app.Later(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(old));
        app.Later(TimeSpan.FromSeconds(1));
        Assert.Equal("app.secret-expired", (await (await old.GetAsync("/api/v1/members")).Refusal(HttpStatusCode.Unauthorized)).Code);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(renewed));

        using var later = await app.AdminAsync();
        var shown = await (await later.GetAsync($"/api/v1/apps/{old.App.Id}")).Read<AppResponse>();
        Assert.Equal([false, true], shown.Credentials.Select(credential => credential.Valid));
        Assert.Equal(HttpStatusCode.NoContent, (await later.DeleteAsync($"/api/v1/apps/{old.App.Id}/credentials/{shown.Credentials[1].Id}")).StatusCode);
        // What was revoked is not so much as recognised.
        Assert.Equal("signature.wrong", (await (await renewed.GetAsync("/api/v1/members")).Refusal(HttpStatusCode.Unauthorized)).Code);
    }

    [Fact]
    public async Task What_is_changed_at_one_gateway_holds_at_another_within_seconds()
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);
        var elsewhere = portal.At(app.Replica);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(elsewhere));

        using var admin = await app.AdminAsync();
        await (await admin.PatchAsJsonAsync($"/api/v1/apps/{portal.App.Id}", new ChangeAppRequest(Scopes: [], Networks: ["127.0.0.1"]), Wire.Json)).Read<AppResponse>();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(portal));
        app.Later(TimeSpan.FromSeconds(6));

        Assert.Equal("app.scope", (await (await elsewhere.GetAsync("/api/v1/members")).Refusal(HttpStatusCode.Forbidden)).Code);
    }

    [Fact]
    public async Task Nobody_gives_an_app_what_he_does_not_hold_nor_outside_his_reach_nor_outside_its_home()
    {
        var (east, town, west) = (await app.HasOrganizationAsync("00r001"), await app.HasOrganizationAsync("00r001001"), await app.HasOrganizationAsync("00r002"));
        using var security = await app.AsAsync(("securityAdmin", east));
        using var both = await app.AsAsync(("securityAdmin", east), ("committeeClerk", east));

        Assert.Equal("app.beyond-grantor", await RefusalAsync(security, Asking(east, new AppScopeItem(AppResource.Members, AppAccess.Read, town))));
        Assert.Equal("app.beyond-grantor", await RefusalAsync(both, Asking(east, new AppScopeItem(AppResource.Organizations, AppAccess.Write, town))));
        Assert.Equal("request.not-found", await RefusalAsync(both, Asking(east, new AppScopeItem(AppResource.Members, AppAccess.Read, west)), HttpStatusCode.NotFound));
        Assert.Equal("request.not-found", await RefusalAsync(both, Asking(east, ReadsMembers), HttpStatusCode.NotFound));
        Assert.Equal("request.not-found", await RefusalAsync(both, Asking(null), HttpStatusCode.NotFound));
        Assert.Equal("app.scope-outside", await RefusalAsync(both, Asking(town, new AppScopeItem(AppResource.Members, AppAccess.Read, east))));

        var made = await (await both.PostAsJsonAsync("/api/v1/apps", Asking(east, new AppScopeItem(AppResource.Members, AppAccess.Write, town)), Wire.Json)).Read<AppResponse>(HttpStatusCode.Created);
        Assert.Equal([east, town], made.Places.Select(place => place.Id));
        Assert.All(made.Places, place => Assert.NotEmpty(place.Name));
        // A secret of it would be power over members, which who sees to accounts alone does not hold; to stop it he needs none.
        foreach (var path in new[] { "secrets", "resume" })
        {
            var refusal = await (await security.PostAsJsonAsync($"/api/v1/apps/{made.Id}/{path}", new AddAppSecretRequest(), Wire.Json)).Refusal(HttpStatusCode.Conflict);
            Assert.Equal("app.holds-more", refusal.Code);
        }

        await (await security.PostAsJsonAsync($"/api/v1/apps/{made.Id}/suspend", new SuspendAppRequest("sample reason"), Wire.Json)).Read<AppResponse>();

        using var neighbour = await app.AsAsync(("securityAdmin", west), ("districtAdmin", west));
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"/api/v1/apps/{made.Id}")).StatusCode);
        Assert.DoesNotContain(made.Id, (await (await neighbour.GetAsync("/api/v1/apps?limit=200")).Read<Page<AppItem>>()).Items.Select(item => item.Id));
        var found = Assert.Single((await (await both.GetAsync($"/api/v1/apps?q={Uri.EscapeDataString(made.Name)}&suspended=true")).Read<Page<AppItem>>()).Items);
        Assert.Equal((made.Id, made.Places[0].Name), (found.Id, found.OrganizationName));
    }

    [Fact]
    public async Task A_place_that_is_closed_takes_the_scope_with_it()
    {
        var (district, town) = (await app.HasOrganizationAsync("00s001"), await app.HasOrganizationAsync("00s001001"));
        var portal = await SignedApp.RegisterAsync(app, [new(AppResource.Members, AppAccess.Read, town)], home: district);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(portal));

        await app.TellAsync(GatewayApp.State(town, 2, "00s001001", Organizations.Contracts.OrganizationStatus.Abolished));
        app.Later(TimeSpan.FromSeconds(6));

        Assert.Equal("app.scope", (await (await portal.GetAsync("/api/v1/members")).Refusal(HttpStatusCode.Forbidden)).Code);
    }

    [Theory]
    [InlineData("10.0.0.0/33", "networks[0]")]
    [InlineData("sample", "networks[0]")]
    public async Task What_is_no_network_is_refused(string network, string field)
    {
        using var admin = await app.AdminAsync();
        var answer = await admin.PostAsJsonAsync("/api/v1/apps", Asking(null) with { Networks = [network] }, Wire.Json);
        Assert.Equal(field, Assert.Single((await answer.Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        answer = await admin.PostAsJsonAsync("/api/v1/apps", Asking(null) with { Plan = "no such plan" }, Wire.Json);
        Assert.Equal("plan", Assert.Single((await answer.Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
    }

    [Fact]
    public async Task A_stale_change_of_an_app_is_refused()
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);
        using var admin = await app.AdminAsync();
        admin.DefaultRequestHeaders.IfMatch.Add(new($"\"{portal.App.Version}\""));

        await (await admin.PatchAsJsonAsync($"/api/v1/apps/{portal.App.Id}", new ChangeAppRequest(Contact: "another"), Wire.Json)).Refusal(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Envelopes_are_off_where_the_installation_has_no_key_for_them()
    {
        var portal = await SignedApp.RegisterAsync(app, [new(AppResource.Organizations, AppAccess.Read)]);
        using var request = portal.Request(HttpMethod.Get, "/api/v1/organizations");
        request.Headers.Add("X-Pc-Envelope", "SM4-SM2");

        Assert.Equal("envelope.off", (await (await SignedApp.SendAsync(request)).Refusal(HttpStatusCode.BadRequest)).Code);
        Assert.Equal(new(false, null, null), await (await app.Anonymous().GetAsync("/api/v1/apps/envelope")).Read<EnvelopeResponse>());
    }

    [Fact]
    public async Task The_signature_check_says_where_a_developers_text_differs_and_never_what_the_signature_would_be()
    {
        var portal = await SignedApp.RegisterAsync(app, [ReadsMembers]);
        var sent = portal.Request(HttpMethod.Get, "/api/v1/members?b=2&a=1");
        var request = new CheckSignatureRequest(
            "GET", "/api/v1/members?b=2&a=1", Header("X-Pc-Timestamp"), Header("X-Pc-Nonce"), ContentHash: Header("X-Pc-Content-SHA256"), Body: "", Signature: Header("X-Pc-Signature"));

        var right = await CheckAsync(portal.App.Id, request);
        Assert.True(right.Fits);
        Assert.Equal("GET\n/api/v1/members\na=1&b=2\n" + $"{Header("X-Pc-Timestamp")}\n{Header("X-Pc-Nonce")}\n{Header("X-Pc-Content-SHA256")}", right.StringToSign);
        Assert.Equal([null, "string"], right.Steps.Where(step => step.Passed is null).Select(step => step.Step).Prepend(null));

        var wrong = await CheckAsync(portal.App.Id, request with { StringToSign = right.StringToSign.Replace("a=1&b=2", "b=2&a=1", StringComparison.Ordinal), Signature = "AAAA", Body = "x" });
        Assert.False(wrong.Fits);
        Assert.Equal((3, "query", 1, "a=1&b=2", "b=2&a=1"), (wrong.Difference!.Line, wrong.Difference.Name, wrong.Difference.Column, wrong.Difference.Expected, wrong.Difference.Sent));
        Assert.Equal(["signature.body", "signature.differs", "signature.wrong"], wrong.Steps.Where(step => step.Passed == false).Select(step => step.Problem));
        Assert.DoesNotContain(Header("X-Pc-Signature"), System.Text.Json.JsonSerializer.Serialize(wrong), StringComparison.Ordinal);

        var ending = await CheckAsync(portal.App.Id, request with { StringToSign = right.StringToSign + "\n" });
        Assert.Equal((7, "lines"), (ending.Difference!.Line, ending.Difference.Name));

        // Nothing was carried out, so the call itself can still be made, once; then the check says that the nonce is used up.
        Assert.Equal(HttpStatusCode.OK, (await SignedApp.SendAsync(sent)).StatusCode);
        Assert.Equal(["signature.nonce-used"], (await CheckAsync(portal.App.Id, request)).Steps.Where(step => step.Passed == false).Select(step => step.Problem));
        Assert.Equal(["app.unknown"], (await CheckAsync(Guid.CreateVersion7(), request)).Steps.Where(step => step.Passed == false).Select(step => step.Problem));

        string Header(string name) => sent.Headers.GetValues(name).Single();
    }

    private static RegisterAppRequest Asking(Guid? home, params AppScopeItem[] scopes) =>
        new($"sample portal {Guid.CreateVersion7():N}", "sample contact", AppEnvironment.Production, scopes, home);

    private static async Task<string> RefusalAsync(HttpClient session, RegisterAppRequest request, HttpStatusCode status = HttpStatusCode.Conflict) =>
        (await (await session.PostAsJsonAsync("/api/v1/apps", request, Wire.Json)).Refusal(status)).Code;

    private static async Task<HttpStatusCode> StatusAsync(SignedApp portal) => (await portal.GetAsync("/api/v1/members")).StatusCode;

    private async Task<CheckSignatureResponse> CheckAsync(Guid id, CheckSignatureRequest request)
    {
        using var anyone = app.Anonymous();
        return await (await anyone.PostAsync($"/api/v1/apps/{id}/signature-check", JsonContent.Create(request, options: Wire.Json))).Read<CheckSignatureResponse>();
    }
}
