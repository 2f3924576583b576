using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Gateway.Accounts;

/// <summary>开立账号.</summary>
/// <param name="UserName">Letters of any script, digits and <c>. _ @ -</c>.</param>
/// <param name="Password">Ten characters or more, of three kinds.</param>
/// <param name="OrganizationId">Where the person belongs; none only for who administers the whole installation.</param>
/// <param name="MustChangePassword">Whether the owner must change it first; so it is where nothing is said.</param>
public sealed record CreateAccountRequest(
    [Required, StringLength(64, MinimumLength = 2), RegularExpression(@"^[\p{L}\p{N}._@-]+$")] string UserName,
    [Required, StringLength(PasswordRules.MaxLength, MinimumLength = 1)] string Password,
    [StringLength(100, MinimumLength = 1)] string? DisplayName = null,
    Guid? OrganizationId = null,
    bool MustChangePassword = true);

internal static class CreateAccount
{
    public static async Task<Results<Created<AccountResponse>, NotFound>> Handle(
        CreateAccountRequest request, Caller caller, GatewayDb db, IPasswordHasher<Account> hasher, TimeProvider clock, CancellationToken cancel)
    {
        var authority = await Authority.OfAsync(db, caller, cancel);
        if (!authority.Reaches(await db.PlaceOfAsync(request.OrganizationId, cancel)))
        {
            return TypedResults.NotFound();
        }

        PasswordRules.Check(request.Password, request.UserName, "password");
        var now = clock.GetUtcNow();
        var account = Account.Create(
            request.UserName, request.DisplayName ?? request.UserName, request.OrganizationId, request.MustChangePassword, caller.UserId, now);
        account.NormalizedUserName = Credentials.Normalize(request.UserName);
        hasher.SetPassword(account, request.Password, request.MustChangePassword);
        db.Accounts.Add(account);
        db.Record(caller, "account.created", "account", account.Id, account.UserName);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/v1/accounts/{account.Id}", await AccountResponse.OfAsync(db, account, authority, now, cancel));
    }

    /// <summary>Where an active organization lies; one that is not known here lies nowhere.</summary>
    public static async Task<Place> PlaceOfAsync(this GatewayDb db, Guid? organizationId, CancellationToken cancel) =>
        Place.Of(organizationId, organizationId is null ? null : await db.Organizations
            .Where(o => o.Id == organizationId && o.Status == Organizations.Contracts.OrganizationStatus.Active)
            .Select(o => o.LevelCode).FirstOrDefaultAsync(cancel));

    /// <summary>The same for what lies there already: at an organization that has been closed it lies where that organization lay.</summary>
    public static async Task<Place> KnownPlaceOfAsync(this GatewayDb db, Guid? organizationId, CancellationToken cancel) => Place.Of(
        organizationId, organizationId is null ? null : await db.Organizations.Where(o => o.Id == organizationId).Select(o => o.LevelCode).FirstOrDefaultAsync(cancel));
}
