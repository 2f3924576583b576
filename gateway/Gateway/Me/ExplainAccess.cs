using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Me;

/// <summary>Whether a permission is held at an organization, and by which post (权限说明).</summary>
/// <param name="Allowed">Under the post that acts.</param>
/// <param name="Code">Why not, or <c>access.allowed</c>.</param>
public sealed record AccessResponse(string Permission, Guid? OrganizationId, bool Allowed, string Code, string Text, IReadOnlyList<PostAccess> Posts);

/// <param name="Acting">Whether this request acts under it.</param>
/// <param name="HasPermission">Its role says yes.</param>
/// <param name="Reaches">The organization is within its reach; null when none was asked for.</param>
public sealed record PostAccess(
    Guid? PostId, string Role, Guid? OrganizationId, ScopeResponse? Scope, bool Acting, bool HasPermission, bool? Reaches, bool Allowed, string Code, string Text);

internal static class ExplainAccess
{
    public static async Task<Ok<AccessResponse>> Handle(
        [Required, StringLength(100, MinimumLength = 1)] string permission, Guid? organizationId, HttpContext http, GatewayDb db, CancellationToken cancel)
    {
        var acting = ((SessionPrincipal)http.User).Post.Caller;
        string? levelCode = null;
        if (organizationId is not null)
        {
            levelCode = await db.Organizations.Where(o => o.Id == organizationId).Select(o => o.LevelCode).FirstOrDefaultAsync(cancel);
        }

        var culture = Texts.CultureOf(http);
        var posts = (await Authority.PostsOfAsync(db, acting.UserId, cancel)).Select(post =>
        {
            var held = post.Permissions.Allows(permission);
            bool? reaches = organizationId is null ? null : levelCode is not null && post.Scope?.Contains(levelCode) == true;
            var code = post.PostId is null ? "access.no-post"
                : !held ? "access.not-in-role"
                : post.Scope is null ? "access.reaches-nothing"
                : reaches == false ? "access.out-of-reach"
                : "access.allowed";
            return new PostAccess(
                post.PostId, post.Role, post.OrganizationId, ScopeResponse.Of(post.Scope), post.PostId == acting.PostId, held, reaches,
                code == "access.allowed", code, Texts.Of(code, culture));
        }).ToList();

        var now = posts.FirstOrDefault(post => post.Acting);
        var why = now is { Allowed: false } && posts.Any(post => post.Allowed) ? "access.under-another-post" : now?.Code ?? "access.no-post";
        return TypedResults.Ok(new AccessResponse(permission, organizationId, now?.Allowed == true, why, Texts.Of(why, culture), posts));
    }
}
