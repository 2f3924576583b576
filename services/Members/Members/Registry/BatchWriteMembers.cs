using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Batches;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

/// <summary>Enters or changes many members in one call, each as a call of its own would.</summary>
internal static class BatchWriteMembers
{
    public static async Task<Ok<BatchResponse<MemberResponse>>> Admit(
        [CheckedOneByOne] BatchAdmitMembersRequest request, HttpContext http, Caller caller, BatchWrites batch, PersonalData personal, TimeProvider clock, CancellationToken cancel) =>
        TypedResults.Ok(await batch.RunAsync<MembersDb, AdmitMemberRequest, MemberResponse>(
            http, request.Items,
            async (services, inner, item) => await AdmitMember.Handle(item, inner, caller, services.GetRequiredService<MembersDb>(), personal, clock, cancel),
            (db, id) => FindAsync(db, id, caller, cancel)));

    public static async Task<Ok<BatchResponse<MemberResponse>>> Change(
        [CheckedOneByOne] BatchChangeMembersRequest request, HttpContext http, Caller caller, BatchWrites batch, PersonalData personal, TimeProvider clock, CancellationToken cancel) =>
        TypedResults.Ok(await batch.RunAsync<MembersDb, MemberChange, MemberResponse>(
            http, request.Items,
            async (services, inner, item) => await ChangeMember.Handle(
                item.Id, item.Change, IfMatch.Of(item.Version), inner, caller, services.GetRequiredService<MembersDb>(), personal, clock, cancel),
            (db, id) => FindAsync(db, id, caller, cancel)));

    private static Task<MemberResponse?> FindAsync(MembersDb db, Guid id, Caller caller, CancellationToken cancel) =>
        db.Members.AsNoTracking().Within(caller.Reach).Where(m => m.Id == id).Shown().SingleOrDefaultAsync(cancel);
}
