using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.SingleSignOn;

/// <param name="Provider">Its key.</param>
/// <param name="Subject">The person's lasting id there, as the provider's own administration shows it.</param>
public sealed record LinkIdentityRequest([Required, StringLength(40, MinimumLength = 1)] string Provider, [Required, StringLength(ToldIdentity.MaxSubject, MinimumLength = 1)] string Subject);

/// <summary>Identities of another's account. Who links one can come in as that account, so it takes as much power over it as a new password does.</summary>
internal static class AccountIdentities
{
    public static async Task<Results<Ok<IdentitiesResponse>, NotFound>> List(Guid id, Caller caller, GatewayDb db, CancellationToken cancel)
    {
        var authority = await Authority.OfAsync(db, caller, cancel);
        return await authority.FindAsync(db, id, cancel) is null ? TypedResults.NotFound() : TypedResults.Ok(new IdentitiesResponse(await IdentityResponse.ListAsync(db, id, cancel)));
    }

    public static async Task<Results<Created<IdentityResponse>, NotFound>> Link(
        Guid id, LinkIdentityRequest request, Caller caller, GatewayDb db, SignOnProviders providers, TimeProvider clock, CancellationToken cancel)
    {
        var authority = await Authority.OfAsync(db, caller, cancel);
        if (await authority.FindAsync(db, id, cancel) is not { } managed)
        {
            return TypedResults.NotFound();
        }

        authority.RequireManaging(managed);
        Field.Require(providers.Find(request.Provider) is not null, "provider", "field.unknown", request.Provider);
        var subject = request.Subject.Trim();
        Field.Require(subject.Length > 0 && !subject.Any(char.IsControl), "subject", "field.malformed");
        var identity = ExternalIdentity.Link(request.Provider, subject, id, caller.UserId, clock.GetUtcNow());
        db.ExternalIdentities.Add(identity);
        db.Record(caller, "identity.linked", "account", id, $"{identity.Provider} {identity.SubjectMasked}");
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/v1/accounts/{id}/identities/{identity.Id}", IdentityResponse.Of(identity));
    }

    public static async Task<Results<NoContent, NotFound>> Unlink(
        Guid id, Guid identityId, Caller caller, GatewayDb db, SessionCache cache, TimeProvider clock, CancellationToken cancel)
    {
        var authority = await Authority.OfAsync(db, caller, cancel);
        if (await authority.FindAsync(db, id, cancel) is not { } managed
            || await db.ExternalIdentities.FirstOrDefaultAsync(i => i.Id == identityId && i.AccountId == id, cancel) is not { } identity)
        {
            return TypedResults.NotFound();
        }

        authority.RequireManaging(managed);
        await db.UnlinkAsync(identity, caller, except: null, clock.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        cache.Forget(id);
        return TypedResults.NoContent();
    }
}
