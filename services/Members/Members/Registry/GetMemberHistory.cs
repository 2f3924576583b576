using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

/// <summary>What was changed of a member, by whom and when; who looked at what is masked stands in the audit log alone.</summary>
internal static class GetMemberHistory
{
    private static readonly string[] Told = ["member.added", "member.changed"];

    public static async Task<Results<Ok<Page<ChangeResponse>>, NotFound>> Handle(
        Guid id, Caller caller, MembersDb db, Databases databases, CancellationToken cancel, int? limit = null, Guid? cursor = null) =>
        await db.Members.Within(caller.Reach).AnyAsync(m => m.Id == id, cancel)
            ? TypedResults.Ok(await History.OfAsync(databases, id, Told, limit, cursor, cancel))
            : TypedResults.NotFound();
}
