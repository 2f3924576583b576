using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>OpenID Connect Core 1.0: authorization code with PKCE (RFC 7636), and the logout token of Back-Channel Logout 1.0.</summary>
internal sealed class OpenIdProvider : SignOnProvider
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

    /// <summary>So long a notice is remembered; later it would be too old.</summary>
    public static readonly TimeSpan LogoutKept = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    // A logout token is sent when the session ends and is of no use later.
    private static readonly TimeSpan LogoutLasts = TimeSpan.FromMinutes(5);

    // Those with a key pair: what a shared secret signs, or nothing, proves nothing here.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false };

    private readonly OpenIdSettings openId;
    private readonly ProviderCalls calls;
    private readonly TimeProvider clock;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> configurations;

    public OpenIdProvider(ProviderSettings settings, ProviderCalls calls, TimeProvider clock)
        : base(settings)
    {
        (openId, this.calls, this.clock) = (settings.OpenId!, calls, clock);
        configurations = new(openId.Authority.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new Documents(calls));
    }

    public bool IsIssuer(string? issuer) => issuer is not null && issuer.TrimEnd('/') == openId.Authority.TrimEnd('/');

    public override async Task<Uri> SignInAddressAsync(Attempt attempt, Uri callback, CancellationToken cancel)
    {
        var configuration = await ConfigurationAsync(cancel);
        return With(
            Fit(configuration.AuthorizationEndpoint, "authorization_endpoint"), ("response_type", "code"), ("client_id", openId.ClientId), ("redirect_uri", callback.AbsoluteUri),
            ("scope", string.Join(' ', openId.Scopes.DefaultIfEmpty("profile").Prepend("openid").Distinct())), ("state", attempt.State), ("nonce", attempt.Nonce),
            ("code_challenge", attempt.Challenge), ("code_challenge_method", "S256"), ("acr_values", openId.AcrValues));
    }

    public override async Task<ToldIdentity> RedeemAsync(Attempt attempt, IQueryCollection answer, Uri callback, CancellationToken cancel)
    {
        // RFC 9207: which provider the answer is from, so that another's is not taken for this one's.
        if (answer.ContainsKey("iss") && !IsIssuer(One(answer, "iss")))
        {
            throw new ProviderException(ProviderException.Failed, "The answer names another issuer");
        }

        if (answer.ContainsKey("error"))
        {
            var error = One(answer, "error");
            throw new ProviderException(error is "access_denied" or "login_required" or "interaction_required" or "consent_required" ? ProviderException.Refused : ProviderException.Failed, $"error={error}");
        }

        var code = One(answer, "code") ?? throw new ProviderException(ProviderException.Failed, "The answer has no code");
        var configuration = await ConfigurationAsync(cancel);
        var tokens = JsonText.Parse(await calls.SendAsync(TokenRequest(configuration, attempt, code, callback), cancel));
        var idToken = JsonText.At(tokens, "id_token") is [var found] ? found : throw new ProviderException(ProviderException.Failed, "The token endpoint gave no id token");
        var token = await ValidateAsync(idToken, expires: true, cancel);
        if (!token.TryGetPayloadValue<string>("nonce", out var nonce) || nonce != attempt.Nonce)
        {
            throw new ProviderException(ProviderException.Failed, "The id token's nonce is another's");
        }

        if (token.Audiences.Skip(1).Any() && (!token.TryGetPayloadValue<string>("azp", out var party) || party != openId.ClientId))
        {
            throw new ProviderException(ProviderException.Failed, "The id token is for several, and not for us first");
        }

        var claims = Payload(token);
        var more = await UserInfoAsync(configuration, tokens, token.Subject, cancel);
        return ToldIdentity.Of(
            Settings, name => JsonText.At(claims, name) is { Count: > 0 } told ? told : more is { } info ? JsonText.At(info, name) : [], ("sub", "name", "real_name_level"),
            JsonText.At(claims, "sid") is [var sid] ? sid : null, idToken);
    }

    public override async Task<Uri?> SignOutAddressAsync(string? hint, Uri home, CancellationToken cancel) =>
        (await ConfigurationAsync(cancel)).EndSessionEndpoint is { Length: > 0 } address
            ? With(Fit(address, "end_session_endpoint"), ("id_token_hint", hint), ("client_id", openId.ClientId), ("post_logout_redirect_uri", home.AbsoluteUri))
            : null;

    /// <summary>Whose session a logout token ends, by the rules of Back-Channel Logout 1.0, 2.6; that it comes once is for the caller to see to.</summary>
    public async Task<(string? Session, string? Subject, string Id)> ReadLogoutAsync(string logoutToken, CancellationToken cancel)
    {
        var token = await ValidateAsync(logoutToken, expires: false, cancel);
        var claims = Payload(token);
        var age = clock.GetUtcNow().ToUnixTimeSeconds() - (JsonText.At(claims, "iat") is [var iat] && long.TryParse(iat, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0);
        var (sid, sub, id) = (Single("sid"), Single("sub"), Single("jti"));
        Require(age < LogoutLasts.TotalSeconds && age > -Skew.TotalSeconds, "iat is too far from now");
        Require(claims.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Object && events.TryGetProperty(LogoutEvent, out var value) && value.ValueKind == JsonValueKind.Object, "events does not say logout");
        Require(!claims.TryGetProperty("nonce", out _), "a logout token has no nonce");
        Require(sid is not null || sub is not null, "neither sid nor sub");
        Require(id is not null, "no jti");
        return (sid, sub, id!);

        string? Single(string name) => JsonText.At(claims, name) is [{ Length: > 0 } one] ? one : null;

        static void Require(bool holds, string what)
        {
            if (!holds)
            {
                throw new ProviderException(ProviderException.Failed, "Logout token: " + what);
            }
        }
    }

    private HttpRequestMessage TokenRequest(OpenIdConnectConfiguration configuration, Attempt attempt, string code, Uri callback)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", callback.AbsoluteUri), new("code_verifier", attempt.Verifier),
        ];
        var request = new HttpRequestMessage(HttpMethod.Post, Fit(configuration.TokenEndpoint, "token_endpoint"));
        if (openId is { ClientSecret.Length: > 0, ClientAuthentication: "basic" })
        {
            // RFC 6749, 2.3.1: both are form-encoded first.
            var both = $"{Uri.EscapeDataString(openId.ClientId)}:{Uri.EscapeDataString(openId.ClientSecret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(both)));
        }
        else
        {
            form.Add(new("client_id", openId.ClientId));
            if (openId.ClientSecret is { Length: > 0 } secret)
            {
                form.Add(new("client_secret", secret));
            }
        }

        request.Headers.Accept.ParseAdd("application/json");
        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private async Task<JsonElement?> UserInfoAsync(OpenIdConnectConfiguration configuration, JsonElement tokens, string subject, CancellationToken cancel)
    {
        if (!openId.UserInfo || configuration.UserInfoEndpoint is not { Length: > 0 } address || JsonText.At(tokens, "access_token") is not [var access])
        {
            return null;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, Fit(address, "userinfo_endpoint"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        request.Headers.Accept.ParseAdd("application/json");
        var info = JsonText.Parse(await calls.SendAsync(request, cancel));
        return JsonText.At(info, "sub") is [var same] && same == subject ? info : throw new ProviderException(ProviderException.Failed, "userinfo is another's than the id token");
    }

    /// <summary>Who signed it, for whom, and whether it is still good; with keys that the provider has changed since, once more.</summary>
    private async Task<JsonWebToken> ValidateAsync(string text, bool expires, CancellationToken cancel)
    {
        var result = await Check();
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            configurations.RequestRefresh();
            result = await Check();
        }

        return result.IsValid
            ? (JsonWebToken)result.SecurityToken
            : throw new ProviderException(ProviderException.Failed, $"The token is not good: {result.Exception.GetType().Name}", result.Exception);

        async Task<TokenValidationResult> Check()
        {
            var configuration = await ConfigurationAsync(cancel);
            return await Tokens.ValidateTokenAsync(text, new TokenValidationParameters
            {
                ValidIssuer = configuration.Issuer,
                ValidAudience = openId.ClientId,
                IssuerSigningKeys = configuration.SigningKeys,
                ValidAlgorithms = Algorithms,
                RequireExpirationTime = expires,
                LifetimeValidator = (notBefore, until, _, _) =>
                {
                    var now = clock.GetUtcNow();
                    return (notBefore is not { } from || from <= now + Skew) && (until is { } end ? end > now - Skew : !expires);
                },
            });
        }
    }

    private async Task<OpenIdConnectConfiguration> ConfigurationAsync(CancellationToken cancel)
    {
        OpenIdConnectConfiguration configuration;
        try
        {
            configuration = await configurations.GetConfigurationAsync(cancel);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw exception.InnerException as ProviderException ?? new ProviderException(ProviderException.Away, exception.Message, exception);
        }

        // Discovery 1.0, 4.3: otherwise one provider could give itself out for another.
        return IsIssuer(configuration.Issuer) ? configuration : throw new ProviderException(ProviderException.Failed, $"The provider calls itself {configuration.Issuer}");
    }

    private static string Fit(string? address, string name) =>
        address is not null && ProviderCalls.IsFit(address, out _) ? address : throw new ProviderException(ProviderException.Failed, $"The provider's {name} is not an https address");

    private static JsonElement Payload(JsonWebToken token) => JsonText.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.EncodedPayload)));

    private sealed class Documents(ProviderCalls calls) : IDocumentRetriever
    {
        public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            return await calls.SendAsync(request, cancel);
        }
    }
}
