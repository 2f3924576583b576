using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Tree;

/// <summary>Many organizations by their ids or codes in one call: through an exchange layer a call for each costs many times as much.</summary>
internal static class BatchGetOrganizations
{
    public static async Task<Ok<BatchGetOrganizationsResponse>> Handle(BatchGetOrganizationsRequest request, Caller caller, OrganizationsDb db, CancellationToken cancel)
    {
        Guid[] ids = [.. (request.Ids ?? []).Distinct()];
        string[] codes = [.. (request.Codes ?? []).Distinct(StringComparer.Ordinal)];
        Field.Require(ids.Length + codes.Length > 0, "ids", "field.required");
        Field.Require(ids.Length + codes.Length <= Limit.MaxTogether, "ids", "field.too-many", Limit.MaxTogether);
        var found = await db.Organizations.AsNoTracking().Within(caller.Reach).Where(o => ids.Contains(o.Id) || codes.Contains(o.Code)).ToListAsync(cancel);
        var (byId, byCode) = (found.ToDictionary(o => o.Id), found.ToDictionary(o => o.Code, StringComparer.Ordinal));
        return TypedResults.Ok(new BatchGetOrganizationsResponse(
            [.. ids.Select(id => byId.GetValueOrDefault(id)).Concat(codes.Select(code => byCode.GetValueOrDefault(code))).OfType<PartyOrganization>().Distinct().Select(o => o.ToResponse())],
            [.. ids.Where(id => !byId.ContainsKey(id))],
            [.. codes.Where(code => !byCode.ContainsKey(code))]));
    }
}
