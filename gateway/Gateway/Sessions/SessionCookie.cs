using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PartyCloud.Gateway.Sessions;

/// <summary>
/// The cookie by which a browser holds its session: out of reach of scripts, sent to this site alone. What changes something must
/// also carry a value that only a page of ours can know, and come from a page of ours.
/// </summary>
internal static class SessionCookie
{
    public const string CsrfHeader = "X-CSRF";

    private const string Name = "partycloud-session";

    // The browser takes a cookie of this prefix over https alone, for this host and all of its paths.
    private const string SecureName = "__Host-" + Name;

    private static readonly byte[] CsrfPurpose = "partycloud csrf"u8.ToArray();

    public static string? Find(HttpRequest request) =>
        request.Headers.Cookie.Count > 0 && request.Cookies[NameFor(request)] is { Length: OpaqueToken.Length } token ? token : null;

    // Without a lifetime of its own: it goes with the browser, and the session's own end is kept by the gateway.
    public static void Set(HttpContext http, string token) => http.Response.Cookies.Append(NameFor(http.Request), token, Options(http.Request));

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(NameFor(http.Request), Options(http.Request));

    /// <summary>Made from the token itself, so there is nothing more to keep, and a new session has a new one.</summary>
    public static string CsrfOf(string token) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(token), CsrfPurpose));

    public static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Why a request that changes something is not believed to come from our own page, or null.</summary>
    public static string? Refusal(HttpRequest request, string token) =>
        !IsOwnPage(request) ? "csrf.origin"
        : !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers[CsrfHeader].ToString()), Encoding.ASCII.GetBytes(CsrfOf(token))) ? "csrf.missing"
        : null;

    /// <summary>
    /// Whether the page that asks is one of this host. A browser names its page with everything that changes something; behind a
    /// proxy that ends TLS the page may be https where we see http, but not the other way round.
    /// </summary>
    public static bool IsOwnPage(HttpRequest request) =>
        request.Headers.Origin is [{ } origin]
        && Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && (page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && !request.IsHttps))
        && Uri.TryCreate($"{page.Scheme}://{request.Host.Value}", UriKind.Absolute, out var here)
        && page.Authority.Equals(here.Authority, StringComparison.OrdinalIgnoreCase);

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : Name;

    private static CookieOptions Options(HttpRequest request) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        IsEssential = true,
    };
}
