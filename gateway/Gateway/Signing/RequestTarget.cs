using Microsoft.AspNetCore.Http.Features;

namespace PartyCloud.Gateway.Signing;

/// <summary>Path and query of a request as they were sent, escapes and all; a proxy's absolute form is brought back to them.</summary>
internal static class RequestTarget
{
    public static string Of(HttpContext http) =>
        http.Features.Get<IHttpRequestFeature>() is { RawTarget: ['/', ..] target } ? target
            : http.Request.PathBase.Add(http.Request.Path).ToUriComponent() + http.Request.QueryString.ToUriComponent();
}
