using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.Members.Transfers;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Mobility;

/// <summary>Registers that a member lives or works elsewhere. Both sides' rows are written under the system role, once the member was found in scope.</summary>
internal static class RegisterMobility
{
    public static async Task<Results<Created<MobilityResponse>, NotFound>> Handle(
        Guid id, RegisterMobilityRequest request, Caller caller, MembersDb scoped, SystemDb<MembersDb> beyond, TimeProvider clock, CancellationToken cancel)
    {
        Field.Require((request.HostOrganizationId is null) != (request.Place is null), "hostOrganizationId", "mobility.one-place");
        Field.Require(request.LeftOn <= clock.Today(), "leftOn", "member.date-in-future");
        if (!await scoped.Members.Within(caller.Reach).AnyAsync(m => m.Id == id, cancel))
        {
            return TypedResults.NotFound();
        }

        await using var db = beyond.CreateBeyondScope(caller);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SharePlacesAsync(cancel);
        var member = await db.Members.SingleAsync(m => m.Id == id, cancel);
        var home = await db.Organizations.SingleAsync(o => o.Id == member.OrganizationId, cancel);
        var host = request.HostOrganizationId is { } target ? await db.Organizations.SingleOrDefaultAsync(o => o.Id == target, cancel) : null;
        Field.Require(request.HostOrganizationId is null || host is not null, "hostOrganizationId", "field.unknown", request.HostOrganizationId ?? Guid.Empty);
        var (registered, sides) = MobileStay.Register(
            Guid.CreateVersion7(clock.GetUtcNow()), member, home, host, host?.Name ?? request.Place!.Trim(), request.LeftOn, request.ContactName, request.Reason,
            await db.InForceAsync(clock.Today(), cancel));
        db.Stays.AddRange(sides);
        db.PublishOnCommit(member.State());
        db.PublishOnCommit(registered);
        db.Audit("mobility.registered", "mobility", registered.MobilityId, $"member {id}", request.Reason);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Created($"/api/v1/mobility/{registered.MobilityId}", sides[0].ToResponse());
    }
}
