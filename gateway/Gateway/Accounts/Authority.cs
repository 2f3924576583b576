using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Gateway.Accounts;

/// <summary>A place in the tree: the whole installation, an organization, or one that is not known.</summary>
internal readonly record struct Place(bool IsInstallation, string? LevelCode)
{
    public static Place Of(Guid? organizationId, string? levelCode) => new(organizationId is null, levelCode);

    /// <summary>Whether another place, which must be known, is this one or lies below it.</summary>
    public bool Holds(Place other) =>
        IsInstallation ? other.IsInstallation || other.LevelCode is not null : LevelCode is { } top && other.LevelCode is { } at && ServiceDefaults.Access.LevelCode.IsWithin(at, top);

    public bool IsWithin(LevelScope? scope) =>
        IsInstallation ? scope?.Text == LevelScope.Everything.Text : LevelCode is not null && scope?.Contains(LevelCode) == true;
}

/// <summary>
/// Whom and what an administrator may touch. Nobody grants what he does not hold, nor outside his own reach: the post that acts
/// must reach the place, and one of the person's posts must hold there all that the role may do.
/// </summary>
internal sealed class Authority(Caller acting, IReadOnlyCollection<Caller> held)
{
    public static async Task<Authority> OfAsync(GatewayDb db, Caller acting, CancellationToken cancel) =>
        new(acting, await PostsOfAsync(db, acting.UserId, cancel));

    public bool Reaches(Place place) => place.IsWithin(acting.Scope);

    public bool MayGrant(Role role, Place place) => MayGrant(role.Permissions, place);

    public bool MayGrant(PermissionSet permissions, Place place) =>
        Reaches(place) && held.Any(post => place.IsWithin(post.Scope) && post.Permissions.Covers(permissions));

    /// <summary>
    /// Power over an account is power over all that it may do, so who could not grant each of its posts cannot take it over either.
    /// </summary>
    public void RequireManaging(ManagedAccount account)
    {
        Rule.Require(account.Id != acting.UserId, "account.own");
        Rule.Require(account.Posts.All(post => Roles.Find(post.Role) is { } role && MayGrant(role, post.Place)), "account.holds-more");
    }

    /// <summary>The account with its posts, if the post that acts reaches its home or one of its posts.</summary>
    public async Task<ManagedAccount?> FindAsync(GatewayDb db, Guid accountId, CancellationToken cancel)
    {
        var home = await (
            from account in db.Accounts
            where account.Id == accountId
            from organization in db.Organizations.Where(o => o.Id == account.OrganizationId).DefaultIfEmpty()
            select new { account.OrganizationId, LevelCode = (string?)organization!.LevelCode }).FirstOrDefaultAsync(cancel);
        if (home is null)
        {
            return null;
        }

        var posts = await (
            from post in db.Posts
            where post.AccountId == accountId && post.EndedAt == null
            from organization in db.Organizations.Where(o => o.Id == post.OrganizationId).DefaultIfEmpty()
            select new { post.Role, post.OrganizationId, LevelCode = (string?)organization!.LevelCode }).ToListAsync(cancel);
        var managed = new ManagedAccount(
            accountId, Place.Of(home.OrganizationId, home.LevelCode), [.. posts.Select(post => new ManagedPost(post.Role, Place.Of(post.OrganizationId, post.LevelCode)))]);
        return Reaches(managed.Home) || managed.Posts.Any(post => Reaches(post.Place)) ? managed : null;
    }

    /// <summary>All the posts of a person, in their order; who holds none acts under one that reaches nothing.</summary>
    public static async Task<List<Caller>> PostsOfAsync(GatewayDb db, Guid accountId, CancellationToken cancel)
    {
        var rows = await (
            from account in db.Accounts
            where account.Id == accountId && account.DisabledAt == null
            from post in db.Posts.Where(post => post.AccountId == account.Id && post.EndedAt == null).DefaultIfEmpty()
            from organization in db.Organizations.Where(o => o.Id == post!.OrganizationId && o.Status == OrganizationStatus.Active).DefaultIfEmpty()
            orderby post!.Ordinal, post.Id
            select new
            {
                account.UserName,
                account.MustChangePassword,
                PostId = (Guid?)post!.Id,
                Role = (string?)post.Role,
                post.OrganizationId,
                LevelCode = (string?)organization!.LevelCode,
            }).AsNoTracking().ToListAsync(cancel);
        return [.. rows.Select(row => PostReading.ToCaller(
            accountId, row.UserName!, row.MustChangePassword, row.PostId, row.Role, row.OrganizationId, row.LevelCode))];
    }
}

internal sealed record ManagedPost(string Role, Place Place);

/// <summary>What counts when an administrator asks for power over an account.</summary>
internal sealed record ManagedAccount(Guid Id, Place Home, IReadOnlyList<ManagedPost> Posts);
