using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Gateway.Me;

/// <summary>Who is signed in, and what the post under which this request acts may do.</summary>
/// <param name="PostId">The post under which this request acts: the first, or the one named in <c>X-Post</c>.</param>
/// <param name="Scope">What it reaches; null reaches nothing.</param>
/// <param name="Permissions">A pattern that ends in <c>*</c> stands for all that begins like it.</param>
/// <param name="Csrf">For a browser's session alone: goes into <c>X-CSRF</c> of every request that changes something.</param>
public sealed record MeResponse(
    Guid Id, string UserName, string DisplayName, bool MustChangePassword, bool SecondFactor, IReadOnlyList<string> Roles, Guid? PostId,
    ScopeResponse? Scope, IReadOnlyList<string> Permissions, IReadOnlyList<PostResponse> Posts, string? Csrf = null);

/// <param name="Everything">The whole installation.</param>
/// <param name="LevelCodes">The subtrees' level codes otherwise.</param>
public sealed record ScopeResponse(bool Everything, IReadOnlyList<string> LevelCodes)
{
    internal static ScopeResponse? Of(LevelScope? scope) =>
        scope is null ? null : scope.Text == LevelScope.Everything.Text ? new(true, []) : new(false, scope.Prefixes);
}

/// <summary>A post that the account holds.</summary>
/// <param name="OrganizationId">Null for the whole installation.</param>
public sealed record PostResponse(Guid Id, string Role, Guid? OrganizationId, string? OrganizationName, string? LevelCode, DateTimeOffset GrantedAt);

internal static class WhoAmI
{
    public static async Task<Ok<MeResponse>> Handle(HttpContext http, GatewayDb db, CancellationToken cancel)
    {
        var caller = ((SessionPrincipal)http.User).Post.Caller;
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == caller.UserId, cancel);
        var posts = await PostsAsync(db, account.Id, cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new MeResponse(
            account.Id, account.UserName!, account.DisplayName, account.MustChangePassword, account.TwoFactorEnabled,
            [.. posts.Select(post => post.Role).Distinct()], caller.PostId, ScopeResponse.Of(caller.Scope),
            caller.Permissions.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries), posts,
            SessionCookie.Find(http.Request) is { } token ? SessionCookie.CsrfOf(token) : null));
    }

    public static Task<List<PostResponse>> PostsAsync(GatewayDb db, Guid accountId, CancellationToken cancel) => (
        from post in db.Posts.AsNoTracking()
        where post.AccountId == accountId && post.EndedAt == null
        join organization in db.Organizations on post.OrganizationId equals organization.Id into found
        from organization in found.DefaultIfEmpty()
        orderby post.Ordinal, post.Id
        select new PostResponse(post.Id, post.Role, post.OrganizationId, organization!.Name, organization.LevelCode, post.GrantedAt)).ToListAsync(cancel);
}
