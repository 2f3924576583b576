using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Client.Signing;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Apps;

/// <summary>A scope of an app (授权范围): one resource, reading or writing, at an organization and all below it.</summary>
/// <param name="Access">Who may write may read as well.</param>
/// <param name="OrganizationId">None stands for the whole installation.</param>
public sealed record AppScopeItem([Required] AppResource Resource, [Required] AppAccess Access, Guid? OrganizationId = null);

/// <summary>What a share request brought (共享所得): reading alone, until it ends.</summary>
/// <param name="EndsAt">From then on it opens nothing.</param>
public sealed record AppSharedScope(Guid ShareRequestId, AppResource Resource, Guid? OrganizationId, DateTimeOffset EndsAt);

/// <summary>A secret or an SM2 key of an app (密钥), without what makes it one.</summary>
/// <param name="Valid">Neither expired nor revoked.</param>
/// <param name="LastUsedAt">To the minute: whether an old secret is still in use is seen before it ends.</param>
/// <param name="Fingerprint">Of a key: the first 8 bytes of the SM3 of its point, in hex.</param>
public sealed record AppCredentialItem(
    Guid Id, CredentialKind Kind, bool Valid, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt, string? LastUsedAddress, string? Fingerprint);

/// <summary>An organization that an app or one of its scopes names.</summary>
public sealed record AppPlace(Guid Id, string Name);

/// <summary>A portal's app (接入应用) as an administrator sees it.</summary>
/// <param name="Id">Goes into <c>X-Pc-App-Id</c> of every call.</param>
/// <param name="OrganizationId">To whom it belongs; null for the whole installation.</param>
/// <param name="Networks">From where it may call; none stands for anywhere.</param>
/// <param name="Plan">What its calls are held to.</param>
/// <param name="LastUsedAt">To the minute.</param>
/// <param name="Places">The organizations that it and its scopes name.</param>
/// <param name="SharedScopes">What share requests brought, beside the scopes that administrators gave.</param>
public sealed record AppResponse(
    Guid Id, string Name, string Contact, AppEnvironment Environment, Guid? OrganizationId, IReadOnlyList<AppScopeItem> Scopes, IReadOnlyList<string> Networks, string Plan,
    DateTimeOffset CreatedAt, DateTimeOffset? SuspendedAt, string? SuspendedReason, DateTimeOffset? LastUsedAt, IReadOnlyList<AppCredentialItem> Credentials, IReadOnlyList<AppPlace> Places,
    IReadOnlyList<AppSharedScope> SharedScopes, int Version)
{
    internal static async Task<AppResponse> OfAsync(GatewayDb db, App app, DateTimeOffset now, CancellationToken cancel)
    {
        var held = await db.AppScopes.AsNoTracking().Where(scope => scope.AppId == app.Id && (scope.EndsAt == null || scope.EndsAt > now)).OrderBy(scope => scope.Id).ToListAsync(cancel);
        var scopes = held.Where(scope => scope.ShareRequestId is null).Select(scope => new AppScopeItem(scope.Resource, scope.Access, scope.OrganizationId)).ToList();
        var shared = held.Where(scope => scope.ShareRequestId is not null)
            .Select(scope => new AppSharedScope(scope.ShareRequestId!.Value, scope.Resource, scope.OrganizationId, scope.EndsAt!.Value)).ToList();
        var credentials = (await db.AppCredentials.AsNoTracking().Where(credential => credential.AppId == app.Id).OrderBy(credential => credential.Id).ToListAsync(cancel))
            .ConvertAll(credential => Of(credential, now));
        var named = held.Select(scope => scope.OrganizationId).Append(app.OrganizationId).OfType<Guid>().Distinct().ToList();
        var places = await db.Organizations.AsNoTracking().Where(organization => named.Contains(organization.Id)).OrderBy(organization => organization.LevelCode)
            .Select(organization => new AppPlace(organization.Id, organization.Name)).ToListAsync(cancel);
        return new(
            app.Id, app.Name, app.Contact, app.Environment, app.OrganizationId, scopes, app.Networks, app.Plan, app.CreatedAt, app.SuspendedAt, app.SuspendedReason,
            credentials.Max(credential => credential.LastUsedAt), credentials, places, shared, app.Version);
    }

    internal static AppCredentialItem Of(AppCredential credential, DateTimeOffset now) => new(
        credential.Id, credential.Kind, credential.IsValid(now), credential.CreatedAt, credential.ExpiresAt, credential.RevokedAt, credential.LastUsedAt,
        credential.LastUsedAddress, credential.PublicKey is { } point ? Sm2Key.Of(point).Fingerprint() : null);
}

/// <summary>A line of the list of apps.</summary>
public sealed record AppItem(
    Guid Id, string Name, AppEnvironment Environment, Guid? OrganizationId, string? OrganizationName, string Plan, DateTimeOffset? SuspendedAt, DateTimeOffset? LastUsedAt);
