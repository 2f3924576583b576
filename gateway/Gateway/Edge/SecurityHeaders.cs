using Microsoft.Extensions.Primitives;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.Gateway.Edge;

/// <summary>What every answer says to a browser, and by which number the request is found again.</summary>
internal static class SecurityHeaders
{
    private const string Strictest = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    // The page to try the interface shows styles it computes and pictures it holds itself; it loads nothing from elsewhere.
    private const string Pages =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    // The console's styles are made while it runs, by a script that knows the value that this one page was given.
    private const string ConsoleBegins = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-";
    private const string ConsoleEnds =
        "'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static readonly object ConsolePolicy = new();
    private static readonly object Framing = new();
    private static readonly StringValues CrossOrigin = "cross-origin";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues ApiPolicy = Strictest;
    private static readonly StringValues PagePolicy = Pages;
    private static readonly StringValues Hsts = "max-age=31536000; includeSubDomains";

    // Set at the last moment, because an answer to an exception starts with empty headers.
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(
            static state =>
            {
                Set((HttpContext)state);
                return Task.CompletedTask;
            },
            context);
        return next(context);
    });

    /// <summary>The answer is the console's page, and this is the value by which its own styles are known.</summary>
    public static void IsConsolePage(HttpContext context, string nonce) =>
        context.Items[ConsolePolicy] = ConsoleBegins + nonce + ConsoleEnds;

    /// <summary>The answer shows nothing, and a page of this origin may load it in a frame.</summary>
    public static void MayBeFramedBy(HttpContext context, string origin) => context.Items[Framing] = origin;

    private static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[RequestId.Header] = RequestId.Of(context);
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        headers.ContentSecurityPolicy = context.Items.TryGetValue(ConsolePolicy, out var policy) ? (string)policy!
            : context.Request.Path == "/" || context.Request.Path.StartsWithSegments("/docs") ? PagePolicy : ApiPolicy;
        if (context.Items.TryGetValue(Framing, out var origin))
        {
            headers.Remove("X-Frame-Options");
            headers["Cross-Origin-Resource-Policy"] = CrossOrigin;
            headers.ContentSecurityPolicy = Strictest.Replace("frame-ancestors 'none'", $"frame-ancestors {origin}", StringComparison.Ordinal);
        }

        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = Hsts;
        }
    }
}
