using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Programmes;

internal static class GetProgramme
{
    public static async Task<Results<Ok<ProgrammeResponse>, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, PairingDb db, CancellationToken cancel)
    {
        if (await db.FindProgrammeAsync(id, caller, cancel) is not { } programme)
        {
            return TypedResults.NotFound();
        }

        IfMatch.Tag(http, programme.Version);
        return TypedResults.Ok(programme.Response((await db.FindPlaceAsync(programme.ScopeOrganizationId, cancel))?.Name));
    }

    public static Task<Programme?> FindProgrammeAsync(this PairingDb db, Guid id, Caller caller, CancellationToken cancel) =>
        db.Programmes.Within(caller.Reach).SingleOrDefaultAsync(programme => programme.Id == id, cancel);
}
