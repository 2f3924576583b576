using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Me;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.SingleSignOn;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>A gateway with a provider of each kind.</summary>
public sealed class SingleSignOnGateway : GatewayApp
{
    /// <summary>OpenID; a face or the level L3 counts as a second factor.</summary>
    public const string City = "city";

    /// <summary>OpenID, whose user names are ours.</summary>
    public const string Matching = "matching";

    public const string Forging = "forging";
    public const string Cas = "cas";
    public const string Portal = "portal";

    private const string Secret = "a secret / of + two sides";

    private int people;

    public ProviderProcess Provider { get; private set; } = null!;

    public ForgingProvider Forger { get; private set; } = null!;

    public CasServer CasServer { get; private set; } = null!;

    public TicketPortal TicketPortal { get; private set; } = null!;

    public Uri Address
    {
        get
        {
            using var client = Anonymous();
            return client.BaseAddress!;
        }
    }

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        .. base.Settings,
        .. OpenId(0, City, Provider.Issuer.OriginalString), (At(0, "OpenId:AcrValues"), "urn:sample:face"), (At(0, "SecondFactor:Acr:0"), "urn:sample:face"),
        (At(0, "RealNameLevels:0"), "L1"), (At(0, "RealNameLevels:1"), "L2"), (At(0, "RealNameLevels:2"), "L3"), (At(0, "RealNameLevels:3"), "L4"), (At(0, "SecondFactor:FromRealNameLevel"), "L3"),
        .. OpenId(1, Matching, Provider.Issuer.OriginalString), (At(1, "MatchUserNameBy"), "preferred_username"),
        .. OpenId(2, Forging, Forger.Name),
        (At(3, "Key"), Cas), (At(3, "Kind"), "cas"), (At(3, "Names:Zh"), "教育网"), (At(3, "Names:En"), "Campus"), (At(3, "Cas:Address"), CasServer.Address.OriginalString),
        (At(4, "Key"), Portal), (At(4, "Kind"), "ticket"), (At(4, "Names:Zh"), "省政务服务网"), (At(4, "Names:En"), "Province"),
        (At(4, "Subject"), "data.users[0].id"), (At(4, "Name"), "data.users[0].realName"), (At(4, "RealNameLevel"), "data.users[0].authLevel"),
        (At(4, "Ticket:SignIn"), $"{TicketPortal.Address}login?appId={{appId}}&redirect={{callback}}"), (At(4, "Ticket:TicketParameter"), "ssoTicket"),
        (At(4, "Ticket:AppId"), TicketPortal.AppId), (At(4, "Ticket:AppSecret"), TicketPortal.Secret), (At(4, "Ticket:SignatureText"), "{appId}{timestamp}{nonce}{ticket}"),
        (At(4, "Ticket:Exchange:Address"), $"{TicketPortal.Address}api/token"), (At(4, "Ticket:Exchange:Headers:0"), "X-Sign: {signature}"),
        (At(4, "Ticket:Exchange:Body"), """{"appId":"{appId}","ticket":"{ticket}","timestamp":"{timestamp}","nonce":"{nonce}"}"""),
        (At(4, "Ticket:Exchange:Succeeded"), "code"), (At(4, "Ticket:Exchange:SucceededWith"), "200"),
        (At(4, "Ticket:Person:Address"), $"{TicketPortal.Address}api/person"), (At(4, "Ticket:Person:ContentType"), "application/x-www-form-urlencoded"),
        (At(4, "Ticket:Person:Body"), "access_token={token}"), (At(4, "Ticket:Person:Succeeded"), "code"), (At(4, "Ticket:Person:SucceededWith"), "0"),
        (At(4, "Ticket:Logout"), $"{TicketPortal.Address}logout?to={{home}}"),
    ];

    public override async Task InitializeAsync()
    {
        // Tokens of a real provider are of this hour.
        Clock.Set(TimeProvider.System.GetUtcNow());
        Provider = await ProviderProcess.StartAsync();
        Forger = await ForgingProvider.StartAsync();
        CasServer = await CasServer.StartAsync();
        TicketPortal = await TicketPortal.StartAsync();
        await base.InitializeAsync();
        foreach (var provider in (string[])[City, Matching])
        {
            await Provider.RegisterAsync(ClientOf(provider), Secret, Address, provider);
        }
    }

    public override async Task DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await Provider.DisposeAsync();
        await Forger.DisposeAsync();
        await CasServer.DisposeAsync();
        await TicketPortal.DisposeAsync();
    }

    public static string ClientOf(string provider) => $"partycloud-{provider}";

    /// <summary>A name at the providers that nobody else has.</summary>
    public string Person() => $"civil-servant-{Interlocked.Increment(ref people)}";

    /// <summary>An account with an identity at a provider, linked by an administrator.</summary>
    public async Task<(AccountResponse Account, string Subject, Guid Identity)> HasLinkedAsync(string provider, params (string Role, Guid? OrganizationId)[] posts)
    {
        var (account, subject) = (await HasAccountAsync(posts), Person());
        using var admin = await AdminAsync();
        var linked = await (await admin.PostAsJsonAsync($"/api/v1/accounts/{account.Id}/identities", new LinkIdentityRequest(provider, subject), Wire.Json)).Read<IdentityResponse>(HttpStatusCode.Created);
        return (account, subject, linked.Id);
    }

    private static string At(int provider, string setting) => $"SingleSignOn:Providers:{provider}:{setting}";

    private static (string, string)[] OpenId(int at, string key, string authority) =>
    [
        (At(at, "Key"), key), (At(at, "Kind"), "oidc"), (At(at, "Names:Zh"), $"市统一身份认证 {key}"), (At(at, "Names:En"), $"City {key}"), (At(at, "OpenId:Authority"), authority),
        (At(at, "OpenId:ClientId"), ClientOf(key)), (At(at, "OpenId:ClientSecret"), Secret),
    ];
}

[CollectionDefinition(Name)]
public sealed class SharedSingleSignOn : ICollectionFixture<SingleSignOnGateway>
{
    public const string Name = "single sign-on";
}

/// <summary>Goes where it is sent and keeps its cookies, as a browser does; what the person does at a provider stands in the query.</summary>
public sealed class SignOnBrowser : IDisposable
{
    private readonly SingleSignOnGateway app;
    private readonly HttpClientHandler handler;

    /// <param name="at">Another window of this browser at the providers, which knows nothing of ours.</param>
    public SignOnBrowser(SingleSignOnGateway app, SignOnBrowser? at = null)
    {
        this.app = app;
        Cookies = new CookieContainer();
        foreach (var cookie in at?.Cookies.GetAllCookies().Where(cookie => !cookie.Name.StartsWith("partycloud", StringComparison.Ordinal)) ?? [])
        {
            Cookies.Add(cookie);
        }

        handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies };
        Client = new HttpClient(handler) { BaseAddress = app.Address };
    }

    public HttpClient Client { get; }

    public CookieContainer Cookies { get; }

    private string Origin => app.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Goes to the provider and asks for nothing yet.</summary>
    public async Task<Uri> StartAsync(string provider, string? returnTo = null)
    {
        using var answer = await Client.GetAsync($"/api/v1/auth/sso/{provider}{(returnTo is null ? "" : $"?returnTo={Uri.EscapeDataString(returnTo)}")}");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    /// <summary>Signs in at the provider, comes back, and says on which page of the console it ends.</summary>
    public async Task<string> SignOnAsync(string provider, string user, string? returnTo = null, string? more = null) =>
        await FollowAsync(await StartAsync(provider, returnTo), user, more);

    /// <summary>Follows to the address that the provider sends it back to, and not there.</summary>
    public async Task<Uri> UntilBackAsync(Uri at, string user, string? more = null)
    {
        for (var hops = 0; hops < 10; hops++)
        {
            if (IsOurs(at) && at.AbsolutePath.EndsWith("/callback", StringComparison.Ordinal))
            {
                return at;
            }

            at = await NextAsync(at, user, more);
        }

        throw new InvalidOperationException($"Sent on and on, lastly to {at}: {app.Provider.Complaints}");
    }

    public async Task<string> FollowAsync(Uri at, string user, string? more = null) => await PageAsync(await UntilBackAsync(at, user, more));

    /// <summary>The page of the console that the callback ends at.</summary>
    public async Task<string> PageAsync(Uri callback)
    {
        using var answer = await Client.GetAsync(callback);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var page = answer.Headers.Location!.OriginalString;
        Assert.StartsWith("/", page, StringComparison.Ordinal);
        return page;
    }

    public async Task<MeResponse> MeAsync() => await (await Client.GetAsync("/api/v1/me")).Read<MeResponse>();

    public async Task<HttpStatusCode> StatusAsync()
    {
        using var answer = await Client.GetAsync("/api/v1/me");
        return answer.StatusCode;
    }

    public async Task SignInAsync(string userName)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/v1/auth/session", new SignInRequest(userName, GatewayApp.Password));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>As a page of ours sends it.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? csrf = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Origin", Origin } } };
        if (csrf is not null)
        {
            request.Headers.Add("X-CSRF", csrf);
        }

        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Wire.Json);
        return await Client.SendAsync(request);
    }

    public void Dispose()
    {
        Client.Dispose();
        handler.Dispose();
    }

    private async Task<Uri> NextAsync(Uri at, string user, string? more)
    {
        if (at.AbsolutePath is "/cas/login" or "/login" || at.AbsolutePath.StartsWith("/interaction/", StringComparison.Ordinal))
        {
            at = new Uri(QueryHelpers.AddQueryString(at.AbsoluteUri, "user", user) + more);
        }

        using var answer = await Client.GetAsync(at);
        Assert.True((int)answer.StatusCode is 302 or 303, $"{at}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return new Uri(at, answer.Headers.Location!);
    }

    private bool IsOurs(Uri at) => at.GetLeftPart(UriPartial.Authority) == Origin;
}
