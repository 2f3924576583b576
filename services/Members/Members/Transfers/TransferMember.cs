using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Transfers;

/// <summary>
/// Issues the letter. The member stays where he is until the other side receives it. The receiving organization lies out of the
/// giver's scope as a rule, so both rows are written under the system role, once the member was found in scope.
/// </summary>
internal static class TransferMember
{
    public static async Task<Results<Created<TransferResponse>, NotFound>> Handle(
        Guid id, TransferMemberRequest request, Caller caller, MembersDb scoped, SystemDb<MembersDb> beyond, TimeProvider clock, CancellationToken cancel)
    {
        Field.Require((request.ToOrganizationId is null) != (request.ToOrganizationName is null), "toOrganizationId", "transfer.one-target");
        if (!await scoped.Members.Within(caller.Reach).AnyAsync(m => m.Id == id, cancel))
        {
            return TypedResults.NotFound();
        }

        await using var db = beyond.CreateBeyondScope(caller);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SharePlacesAsync(cancel);
        var member = await db.Members.SingleAsync(m => m.Id == id, cancel);
        var from = await db.Organizations.SingleAsync(o => o.Id == member.OrganizationId, cancel);
        var to = request.ToOrganizationId is { } target ? await db.Organizations.SingleOrDefaultAsync(o => o.Id == target, cancel) : null;
        Field.Require(request.ToOrganizationId is null || to is not null, "toOrganizationId", "field.unknown", request.ToOrganizationId ?? Guid.Empty);
        var today = clock.Today();
        var sides = Transfer.Issue(
            Guid.CreateVersion7(clock.GetUtcNow()), member, from, to, to?.Name ?? request.ToOrganizationName!.Trim(), request.Reason.Trim(), request.LetterNo,
            await db.InForceAsync(today, cancel), today);
        db.Transfers.AddRange(sides);
        db.Audit("transfer.issued", "transfer", sides[0].Id, $"member {id}", request.Reason);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Created($"/api/v1/transfers/{sides[0].Id}", sides[0].ToResponse(today));
    }
}
