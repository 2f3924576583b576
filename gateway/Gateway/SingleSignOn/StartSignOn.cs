using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>Sends a browser to a provider.</summary>
internal static partial class StartSignOn
{
    /// <param name="returnTo">A path of the console to come back to; the first page where nothing is said.</param>
    public static async Task<Results<RedirectHttpResult, NotFound>> Handle(
        string provider, string? returnTo, HttpContext http, SignOnProviders providers, Attempts attempts, PublicAddresses addresses, ILogger<SignOnProvider> log, CancellationToken cancel)
    {
        if (providers.Find(provider) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var back = string.IsNullOrEmpty(returnTo) ? "/" : returnTo;
        Field.Require(ReturnPath.IsFit(back), "returnTo", "field.malformed");
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var attempt = await attempts.BeginAsync(http, found.Key, back, sessionId: null, cancel);
            return TypedResults.Redirect((await found.SignInAddressAsync(attempt, addresses.Callback(http.Request, found.Key), cancel)).AbsoluteUri);
        }
        catch (ProviderException exception)
        {
            Failed(log, found.Key, exception.Message);
            return TypedResults.Redirect(ReturnPath.With(back, exception.Code));
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Nobody could be sent to the provider {Provider}: {Reason}")]
    private static partial void Failed(ILogger log, string provider, string reason);
}
