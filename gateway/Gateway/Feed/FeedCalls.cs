using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Feed;

/// <summary>
/// Asks the services for their parts of the feed. One that does not answer stops the whole call, which can be repeated from the same cursor: a feed that goes on
/// without a part would be taken for the whole.
/// </summary>
internal sealed class FeedCalls(ServiceCalls services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>The answer; or null, and the refusal is on its way.</returns>
    public async Task<T?> GetAsync<T>(HttpContext http, FeedSource source, string route, Guid? under, string from, int limit, CancellationToken cancel)
        where T : class
    {
        if (FeedParts.PostFor(http, source) is not { } post)
        {
            await ForbidAsync(http);
            return null;
        }

        var (body, refusal) = await AskAsync<T>(post, Texts.CultureOf(http), source, route, under, from, limit, cancel);
        if (body is null)
        {
            await RefuseAsync(http, refusal);
        }

        return body;
    }

    /// <summary>Asks under a post; a refusal is told, and is nobody's yet.</summary>
    public Task<ServiceAnswer<T>> AskAsync<T>(
        ActingPost post, CultureInfo culture, FeedSource source, string route, Guid? under, string from, int limit, CancellationToken cancel)
        where T : class
    {
        var path = QueryHelpers.AddQueryString($"{source.Path}/feed{route}", new Dictionary<string, string?>
        {
            ["limit"] = limit.ToString(CultureInfo.InvariantCulture),
            ["under"] = under?.ToString(),
            ["cursor"] = from.Length == 0 ? null : from,
        }.Where(entry => entry.Value is not null));
        return services.AnswerAsync<T>(culture, post, source.Service, path, Patience, cancel);
    }

    /// <summary>Who may read none of what is asked for.</summary>
    public static Task ForbidAsync(HttpContext http) =>
        ProblemWriter.WriteAsync(http, StatusCodes.Status403Forbidden, http.User is Apps.AppPrincipal ? "app.scope" : "request.forbidden");

    // What the service refuses is refused in its words: the code, and the field at fault.
    private static Task RefuseAsync(HttpContext http, Problem? refusal)
    {
        switch (refusal?.Status)
        {
            case StatusCodes.Status410Gone:
                http.Response.Headers.Link = "</api/v1/changes/snapshot>; rel=\"start\"";
                return ProblemWriter.WriteAsync(http, StatusCodes.Status410Gone, refusal.Code);
            case StatusCodes.Status400BadRequest or StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound:
                return ProblemWriter.WriteAsync(http, refusal.Status, refusal.Code, errors: refusal.Errors?.Select(error => new FieldError(error.Field, error.Code)).ToList());
            default:
                http.Response.Headers.RetryAfter = "2";
                return ProblemWriter.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "service.unavailable");
        }
    }
}
