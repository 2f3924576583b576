using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Batches;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Organizations.Tree;

/// <summary>Registers or changes many organizations in one call, each as a call of its own would.</summary>
internal static class BatchWriteOrganizations
{
    public static async Task<Ok<BatchResponse<OrganizationResponse>>> Register(
        [CheckedOneByOne] BatchRegisterOrganizationsRequest request, HttpContext http, Caller caller, BatchWrites batch, TimeProvider clock, CancellationToken cancel) =>
        TypedResults.Ok(await batch.RunAsync<OrganizationsDb, RegisterOrganizationRequest, OrganizationResponse>(
            http, request.Items,
            async (services, inner, item) => await RegisterOrganization.Handle(item, inner, caller, services.GetRequiredService<OrganizationsDb>(), clock, cancel),
            (db, id) => FindAsync(db, id, caller, cancel)));

    public static async Task<Ok<BatchResponse<OrganizationResponse>>> Change(
        [CheckedOneByOne] BatchChangeOrganizationsRequest request, HttpContext http, Caller caller, BatchWrites batch, CancellationToken cancel) =>
        TypedResults.Ok(await batch.RunAsync<OrganizationsDb, OrganizationChange, OrganizationResponse>(
            http, request.Items,
            async (services, inner, item) => await ChangeOrganization.Handle(
                item.Id, item.Change, IfMatch.Of(item.Version), inner, caller, services.GetRequiredService<OrganizationsDb>(), cancel),
            (db, id) => FindAsync(db, id, caller, cancel)));

    private static async Task<OrganizationResponse?> FindAsync(OrganizationsDb db, Guid id, Caller caller, CancellationToken cancel) =>
        (await db.FindWithin(id, caller.Reach, cancel))?.ToResponse();
}
