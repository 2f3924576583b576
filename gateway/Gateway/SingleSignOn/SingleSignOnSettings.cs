namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>Section <c>SingleSignOn</c> of the settings. Without providers there is no single sign-on, and people sign in by their passwords.</summary>
internal sealed class SingleSignOnSettings
{
    public const string Section = "SingleSignOn";

    /// <summary>How browsers and providers reach this gateway, e.g. <c>https://party.example.gov.cn</c>; where nothing is said, as the request names it.</summary>
    public string? PublicAddress { get; set; }

    /// <summary>Who takes longer at the provider begins again.</summary>
    public TimeSpan AttemptLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A provider that takes longer to answer us is away.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public IList<ProviderSettings> Providers { get; } = [];
}

/// <summary>One provider of single sign-on.</summary>
internal sealed class ProviderSettings
{
    /// <summary>Stands in addresses and beside each identity, so it is never changed: lower case letters, digits and hyphens.</summary>
    public string Key { get; set; } = "";

    /// <summary><c>oidc</c>, <c>cas</c> or <c>ticket</c>; the section of the same name says the rest.</summary>
    public string Kind { get; set; } = "";

    public ProviderNames Names { get; set; } = new();

    /// <summary>The claim, attribute or path under which the person's lasting id stands; by default <c>sub</c>, and with CAS the user.</summary>
    public string? Subject { get; set; }

    /// <summary>The claim, attribute or path of the person's name; by default <c>name</c>, with CAS <c>displayName</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Where it is told how well the provider knows who the person is (实名等级); by default <c>real_name_level</c>, elsewhere <c>realNameLevel</c>.</summary>
    public string? RealNameLevel { get; set; }

    /// <summary>All the provider's levels, the lowest first; only needed where one is to count as a second factor.</summary>
    public IList<string> RealNameLevels { get; } = [];

    /// <summary>
    /// A claim, attribute or path whose value is a user name here: an identity that nobody has is linked to the account of that name. Only for providers
    /// that give these names out themselves; nobody may choose his own.
    /// </summary>
    public string? MatchUserNameBy { get; set; }

    public SecondFactorSettings SecondFactor { get; set; } = new();

    public OpenIdSettings? OpenId { get; set; }

    public CasSettings? Cas { get; set; }

    public TicketSettings? Ticket { get; set; }
}

/// <summary>What the button on the sign-in page says.</summary>
internal sealed class ProviderNames
{
    public string Zh { get; set; } = "";

    public string En { get; set; } = "";
}

/// <summary>When the provider's own sign-in counts as the second factor that an account demands; where nothing is said, never.</summary>
internal sealed class SecondFactorSettings
{
    /// <summary>Values of <c>acr</c>, one of which must be told.</summary>
    public IList<string> Acr { get; } = [];

    /// <summary>Values of <c>amr</c>, one of which must be told.</summary>
    public IList<string> Amr { get; } = [];

    /// <summary>The lowest of <see cref="ProviderSettings.RealNameLevels"/> that will do.</summary>
    public string? FromRealNameLevel { get; set; }
}

/// <summary>OpenID Connect: the authorization code flow with PKCE.</summary>
internal sealed class OpenIdSettings
{
    /// <summary>The issuer, under which <c>/.well-known/openid-configuration</c> is found.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>None for a public client, which PKCE alone protects.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>How the secret is shown: <c>basic</c> or <c>post</c>.</summary>
    public string ClientAuthentication { get; set; } = "basic";

    /// <summary>Beside <c>openid</c>; by default <c>profile</c>.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>What kind of sign-in is asked of the provider.</summary>
    public string? AcrValues { get; set; }

    /// <summary>Whether what the id token does not say is asked of the provider.</summary>
    public bool UserInfo { get; set; } = true;
}

/// <summary>CAS 3.</summary>
internal sealed class CasSettings
{
    /// <summary>The address before <c>/login</c>.</summary>
    public string Address { get; set; } = "";
}

/// <summary>A portal that gives a ticket, takes it for a token, and the token for who it is: 统一身份认证 of many provinces, each a little different.</summary>
internal sealed class TicketSettings
{
    /// <summary>Where a person signs in, with {callback} and {appId}.</summary>
    public string SignIn { get; set; } = "";

    /// <summary>Under which name the ticket comes back.</summary>
    public string TicketParameter { get; set; } = "ticket";

    public string AppId { get; set; } = "";

    public string? AppSecret { get; set; }

    /// <summary>What is signed, e.g. <c>{appId}{timestamp}{nonce}</c>.</summary>
    public string? SignatureText { get; set; }

    /// <summary><c>hmac-sha256</c>, <c>hmac-sm3</c>, <c>sha256</c>, <c>sm3</c> or <c>md5</c>.</summary>
    public string SignatureAlgorithm { get; set; } = "hmac-sha256";

    /// <summary><c>hex</c>, <c>HEX</c> or <c>base64</c>.</summary>
    public string SignatureEncoding { get; set; } = "hex";

    /// <summary><c>milliseconds</c>, <c>seconds</c>, or a format such as <c>yyyyMMddHHmmss</c>, in the time of China.</summary>
    public string Timestamp { get; set; } = "milliseconds";

    /// <summary>Takes the ticket for a token. Left out where the ticket itself tells who it is.</summary>
    public TicketRequest? Exchange { get; set; }

    /// <summary>Where in the answer the token stands.</summary>
    public string Token { get; set; } = "data.token";

    /// <summary>Tells who it is.</summary>
    public TicketRequest Person { get; set; } = new();

    /// <summary>Where a browser goes to sign out of the portal, with {home} to come back to.</summary>
    public string? Logout { get; set; }
}

/// <summary>A request to the portal; addresses, headers and body may hold {ticket} {token} {appId} {appSecret} {timestamp} {nonce} {signature} {callback}.</summary>
internal sealed class TicketRequest
{
    public string Method { get; set; } = "POST";

    public string Address { get; set; } = "";

    /// <summary>Each as it is sent, <c>Name: value</c>. A list, because not every way to hand over settings lets a name have hyphens.</summary>
    public IList<string> Headers { get; } = [];

    public string? Body { get; set; }

    public string ContentType { get; set; } = "application/json";

    /// <summary>Where the answer says whether it went well; such portals answer 200 to everything.</summary>
    public string? Succeeded { get; set; }

    /// <summary>What stands there when it did.</summary>
    public string? SucceededWith { get; set; }
}
