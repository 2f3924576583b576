using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

/// <summary>Many members by their ids in one call, masked as one is.</summary>
internal static class BatchGetMembers
{
    public static async Task<Ok<BatchGetMembersResponse>> Handle(BatchGetMembersRequest request, Caller caller, MembersDb db, CancellationToken cancel)
    {
        Guid[] ids = [.. request.Ids.Distinct()];
        var found = await db.Members.AsNoTracking().Within(caller.Reach).Where(m => ids.Contains(m.Id)).Shown().ToDictionaryAsync(m => m.Id, cancel);
        return TypedResults.Ok(new BatchGetMembersResponse(
            [.. ids.Select(id => found.GetValueOrDefault(id)).OfType<MemberResponse>()],
            [.. ids.Where(id => !found.ContainsKey(id))]));
    }
}
