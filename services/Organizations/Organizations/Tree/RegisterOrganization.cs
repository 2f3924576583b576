using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Organizations.Tree;

/// <summary>Adds an organization below one that the caller administers.</summary>
internal static class RegisterOrganization
{
    public static async Task<Results<Created<OrganizationResponse>, NotFound>> Handle(
        RegisterOrganizationRequest request, HttpContext http, Caller caller, OrganizationsDb db, TimeProvider clock, CancellationToken cancel)
    {
        await db.RequireDomainType(request.DomainType, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.ShareTreeAsync(cancel);
        var parent = request.ParentId is { } parentId ? await db.FindWithin(parentId, caller.Reach, cancel) : null;
        if (parent is null && (request.ParentId is not null || caller.Reach != LevelScope.Everything))
        {
            return TypedResults.NotFound();
        }

        var levelCode = await db.GivePlaceAsync(parent?.Id, parent?.LevelCode, cancel);
        var organization = PartyOrganization.Register(
            Guid.CreateVersion7(clock.GetUtcNow()), request.Code ?? levelCode, parent, levelCode,
            new(request.Name.Trim(), request.Kind, request.DomainType, request.RegionCode, request.UnitName, request.UnitClass, request.EstablishedOn, request.ExternalCode, CreditCode.Given(request.CreditCode)));
        db.Organizations.Add(organization);
        db.PublishOnCommit(organization.State());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        IfMatch.Tag(http, organization.Version);
        return TypedResults.Created($"/api/v1/organizations/{organization.Id}", organization.ToResponse());
    }

    /// <summary>Takes the next place below a parent; who else asks at this moment waits for the commit.</summary>
    internal static async Task<string> GivePlaceAsync(this OrganizationsDb db, Guid? parentId, string? parentCode, CancellationToken cancel)
    {
        var last = await db.Database.SqlQuery<int>($"""
            insert into child_places (parent_id, level_code, last) values ({parentId ?? Guid.Empty}, {parentCode ?? LevelScope.Everything.Text}, 1)
            on conflict (parent_id) do update set last = child_places.last + 1, level_code = excluded.level_code
            returning last as "Value"
            """).ToListAsync(cancel);
        return LevelCode.Child(parentCode ?? "", last[0]);
    }

    internal static async Task RequireDomainType(this OrganizationsDb db, string code, CancellationToken cancel) =>
        Field.Require(await db.DomainTypes.AnyAsync(type => type.Code == code, cancel), "domainType", "field.unknown", code);
}
