using Microsoft.Extensions.Primitives;

namespace PartyCloud.Gateway.Edge;

/// <summary>What every answer says to a browser.</summary>
internal static class SecurityHeaders
{
    private const string Strictest = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    // The page to try the interface shows styles it computes and pictures it holds itself; it loads nothing from elsewhere.
    private const string Pages =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

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

    private static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        headers.ContentSecurityPolicy = context.Request.Path == "/" || context.Request.Path.StartsWithSegments("/docs") ? PagePolicy : ApiPolicy;
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = Hsts;
        }
    }
}
