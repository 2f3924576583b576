using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Organizations.Tree;

internal static class ChangeOrganization
{
    public static async Task<Results<Ok<OrganizationResponse>, NotFound>> Handle(
        Guid id, ChangeOrganizationRequest request, IfMatch ifMatch, HttpContext http, Caller caller, OrganizationsDb db, CancellationToken cancel)
    {
        var organization = await db.FindWithin(id, caller.Reach, cancel);
        if (organization is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(organization);
        if (request.DomainType is { } domainType)
        {
            await db.RequireDomainType(domainType, cancel);
        }

        organization.Change(new(
            request.Name?.Trim() ?? organization.Name,
            request.Kind ?? organization.Kind,
            request.DomainType ?? organization.DomainType,
            Given(request.RegionCode, organization.RegionCode),
            Given(request.UnitName, organization.UnitName),
            Given(request.UnitClass, organization.UnitClass),
            request.EstablishedOn ?? organization.EstablishedOn,
            Given(request.ExternalCode, organization.ExternalCode),
            request.CreditCode is null ? organization.CreditCode : CreditCode.Given(request.CreditCode)));
        db.PublishOnCommit(organization.State());
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, organization.Version);
        return TypedResults.Ok(organization.ToResponse());
    }

    private static string? Given(string? given, string? before) => given switch { null => before, "" => null, _ => given };
}
