using PartyCloud.Gateway.Me;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Accounts;

/// <summary>An account (账号) as an administrator sees it.</summary>
/// <param name="OrganizationId">Where the person belongs; null for the installation's own administrators.</param>
/// <param name="Locked">For now, after too many wrong passwords.</param>
public sealed record AccountResponse(
    Guid Id, string UserName, string DisplayName, Guid? OrganizationId, bool MustChangePassword, bool SecondFactor, bool Locked,
    DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, string? DisabledReason, int Version, IReadOnlyList<PostResponse> Posts)
{
    internal static async Task<AccountResponse> OfAsync(GatewayDb db, Account account, DateTimeOffset now, CancellationToken cancel) => new(
        account.Id, account.UserName!, account.DisplayName, account.OrganizationId, account.MustChangePassword, account.TwoFactorEnabled,
        account.IsLocked(now), account.CreatedAt, account.DisabledAt, account.DisabledReason, account.Version,
        await WhoAmI.PostsAsync(db, account.Id, cancel));
}

/// <summary>A line of the list of accounts.</summary>
public sealed record AccountItem(Guid Id, string UserName, string DisplayName, Guid? OrganizationId, DateTimeOffset? DisabledAt, IReadOnlyList<string> Roles);
