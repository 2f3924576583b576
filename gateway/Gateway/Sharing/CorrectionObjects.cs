using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.Gateway.Sharing;

/// <summary>What came of looking for an object: the organization in whose scope it is; null where it is not there for who asks, or nobody answered.</summary>
internal readonly record struct FoundObject(Guid? OrganizationId, bool Unanswered = false);

/// <summary>
/// Finds the object that is said to be wrong, in the name of who says so: who may not read it does not learn that it is there. Organizations and their results are known
/// here; members and pairs are asked for.
/// </summary>
internal sealed class CorrectionObjects(GatewayDb db, ServiceCalls calls)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Under what the caller reads a resource; null where he reads nothing of it.</summary>
    public static ActingPost? PostFor(HttpContext http, AppResource resource) => http.User switch
    {
        AppPrincipal app => app.App.PostFor(resource, AppAccess.Read),
        SessionPrincipal { Post: var post } when post.Caller is { Scope: not null } caller && caller.Permissions.Allows(TaskEndpoints.PermissionFor(ServiceOf(resource))) => post,
        _ => null,
    };

    /// <summary>Where the object is to be had; of an assessment that is the organization that was assessed.</summary>
    public static string LinkOf(AppResource resource, Guid id) => resource switch
    {
        AppResource.Members => $"/api/v1/members/{id}",
        AppResource.Pairing => $"/api/v1/pairing/pairs/{id}",
        _ => $"/api/v1/organizations/{id}",
    };

    public async Task<FoundObject> FindAsync(HttpContext http, AppResource resource, Guid id, CancellationToken cancel)
    {
        if (PostFor(http, resource) is not { } post)
        {
            return default;
        }

        return resource switch
        {
            AppResource.Members => await AskAsync<MemberPlace>(http, post, resource, id, found => found.OrganizationId, cancel),
            AppResource.Pairing => await AskAsync<PairPlace>(http, post, resource, id, found => found.Need.OrganizationId, cancel),
            _ => new(await db.Organizations.Where(o => o.Id == id).Select(o => o.LevelCode).FirstOrDefaultAsync(cancel) is { } code && post.Caller.Reach.Contains(code) ? id : null),
        };
    }

    private async Task<FoundObject> AskAsync<T>(HttpContext http, ActingPost post, AppResource resource, Guid id, Func<T, Guid> organizationOf, CancellationToken cancel)
        where T : class
    {
        var answer = await calls.AnswerAsync<T>(Texts.CultureOf(http), post, ServiceOf(resource), LinkOf(resource, id), Patience, cancel);
        return answer.Body is { } body ? new(organizationOf(body)) : new(null, answer.Refusal is null or { Status: >= 500 });
    }

    private static string ServiceOf(AppResource resource) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(resource.ToString());

    /// <summary>Of a member's record, that alone which says whose it is.</summary>
    private sealed record MemberPlace(Guid OrganizationId);

    private sealed record PairPlace(PartyPlace Need);

    private sealed record PartyPlace(Guid OrganizationId);
}
