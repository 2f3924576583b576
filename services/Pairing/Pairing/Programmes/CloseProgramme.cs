using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Programmes;

internal static class CloseProgramme
{
    public static async Task<Results<Ok<ProgrammeResponse>, NotFound>> Handle(
        Guid id, ReasonRequest request, IfMatch seen, HttpContext http, Caller caller, PairingDb db, CancellationToken cancel)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        seen.Check(programme);
        programme.Close(request.Reason);
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, programme.Version);
        return TypedResults.Ok(programme.Response((await db.FindPlaceAsync(programme.ScopeOrganizationId, cancel))?.Name));
    }
}
