using PartyCloud.Gateway.Me;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Accounts;

/// <summary>An account (账号) as an administrator sees it.</summary>
/// <param name="OrganizationId">Where the person belongs; null for the installation's own administrators.</param>
/// <param name="Locked">For now, after too many wrong passwords.</param>
/// <param name="Posts">Those within the reach of who asks.</param>
/// <param name="PostsElsewhere">How many more it holds; where and as what is not for who asks to see.</param>
public sealed record AccountResponse(
    Guid Id, string UserName, string DisplayName, Guid? OrganizationId, bool MustChangePassword, bool SecondFactor, bool Locked,
    DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, string? DisabledReason, int Version, IReadOnlyList<PostResponse> Posts, int PostsElsewhere)
{
    internal static async Task<AccountResponse> OfAsync(GatewayDb db, Account account, Authority authority, DateTimeOffset now, CancellationToken cancel)
    {
        var posts = await WhoAmI.PostsAsync(db, account.Id, cancel);
        var shown = posts.Where(post => authority.Reaches(Place.Of(post.OrganizationId, post.LevelCode))).ToList();
        return new(
            account.Id, account.UserName!, account.DisplayName, account.OrganizationId, account.MustChangePassword, account.TwoFactorEnabled,
            account.IsLocked(now), account.CreatedAt, account.DisabledAt, account.DisabledReason, account.Version, shown, posts.Count - shown.Count);
    }
}

/// <summary>A line of the list of accounts.</summary>
/// <param name="Roles">Of its posts within the reach of who asks.</param>
public sealed record AccountItem(Guid Id, string UserName, string DisplayName, Guid? OrganizationId, DateTimeOffset? DisabledAt, IReadOnlyList<string> Roles);
