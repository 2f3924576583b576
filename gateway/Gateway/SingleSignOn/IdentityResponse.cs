using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>An identity elsewhere by which somebody signs in here (外部身份).</summary>
/// <param name="Provider">The key of the provider of single sign-on.</param>
/// <param name="Subject">The lasting id there; what looks like an identity or telephone number is masked.</param>
/// <param name="DisplayName">The person's name as the provider told it last.</param>
/// <param name="RealNameLevel">实名等级: how well the provider knows who it is, in its own words, as it told last.</param>
/// <param name="LinkedBy">The account that linked it; null where user names are matched.</param>
public sealed record IdentityResponse(
    Guid Id, string Provider, string Subject, string? DisplayName, string? RealNameLevel, DateTimeOffset? RealNameLevelAt, DateTimeOffset LinkedAt, Guid? LinkedBy, DateTimeOffset? LastUsedAt)
{
    internal static IdentityResponse Of(ExternalIdentity identity) => new(
        identity.Id, identity.Provider, identity.SubjectMasked, identity.DisplayName, identity.RealNameLevel, identity.RealNameLevelAt, identity.LinkedAt, identity.LinkedBy, identity.LastUsedAt);

    internal static async Task<List<IdentityResponse>> ListAsync(GatewayDb db, Guid accountId, CancellationToken cancel) =>
        [.. (await db.ExternalIdentities.AsNoTracking().Where(i => i.AccountId == accountId).OrderBy(i => i.Provider).ToListAsync(cancel)).Select(Of)];
}

/// <summary>All of one account; there are never many.</summary>
public sealed record IdentitiesResponse(IReadOnlyList<IdentityResponse> Items);
