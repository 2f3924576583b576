using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Me;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Accounts;

/// <summary>授予岗位.</summary>
/// <param name="OrganizationId">Where; the whole subtree is in its reach. None stands for the whole installation.</param>
public sealed record GrantPostRequest([Required, StringLength(50, MinimumLength = 1)] string Role, Guid? OrganizationId = null);

internal static class GrantPost
{
    public static async Task<Results<Created<PostResponse>, NotFound>> Handle(
        Guid id, GrantPostRequest request, Caller caller, GatewayDb db, SessionCache cache, TimeProvider clock, CancellationToken cancel)
    {
        Field.Require(Roles.Find(request.Role) is not null, "role", "field.unknown", request.Role);
        var role = Roles.Find(request.Role)!;
        var authority = await Authority.OfAsync(db, caller, cancel);
        var place = await db.PlaceOfAsync(request.OrganizationId, cancel);
        if (await authority.FindAsync(db, id, cancel) is not { } account || !authority.Reaches(place))
        {
            return TypedResults.NotFound();
        }

        Rule.Require(account.Id != caller.UserId, "account.own");
        Rule.Require(authority.MayGrant(role, place), "post.beyond-grantor");
        var now = clock.GetUtcNow();
        var ordinal = await db.Posts.Where(p => p.AccountId == id).Select(p => (int?)p.Ordinal).MaxAsync(cancel) ?? 0;
        var post = Post.Grant(id, role, request.OrganizationId, ordinal + 1, caller.UserId, now);
        db.Posts.Add(post);
        db.Record(caller, "post.granted", "account", id, $"{role.Name} {request.OrganizationId?.ToString() ?? "installation"}");
        await db.SaveChangesAsync(cancel);
        cache.Forget(id);
        var granted = (await WhoAmI.PostsAsync(db, id, cancel)).First(p => p.Id == post.Id);
        return TypedResults.Created($"/api/v1/accounts/{id}/posts/{post.Id}", granted);
    }
}

internal static class WithdrawPost
{
    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Guid postId, Caller caller, GatewayDb db, SessionCache cache, TimeProvider clock, CancellationToken cancel)
    {
        var authority = await Authority.OfAsync(db, caller, cancel);
        var post = await db.Posts.FirstOrDefaultAsync(p => p.Id == postId && p.AccountId == id && p.EndedAt == null, cancel);
        if (post is null || await authority.FindAsync(db, id, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        // A post at an organization that has been closed lies where that organization lay.
        var levelCode = await db.Organizations.Where(o => o.Id == post.OrganizationId).Select(o => o.LevelCode).FirstOrDefaultAsync(cancel);
        var place = Place.Of(post.OrganizationId, levelCode);
        if (!authority.Reaches(place))
        {
            return TypedResults.NotFound();
        }

        Rule.Require(id != caller.UserId, "account.own");
        Rule.Require(Roles.Find(post.Role) is { } role && authority.MayGrant(role, place), "post.beyond-grantor");
        post.Withdraw(caller.UserId, clock.GetUtcNow());
        db.Record(caller, "post.withdrawn", "account", id, $"{post.Role} {post.OrganizationId?.ToString() ?? "installation"}");
        await db.SaveChangesAsync(cancel);
        cache.Forget(id);
        return TypedResults.NoContent();
    }
}
