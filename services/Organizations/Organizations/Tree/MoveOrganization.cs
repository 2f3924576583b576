using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Organizations.Tree;

/// <summary>Gives a subtree another parent: all its level codes are rewritten in one transaction, and an event follows for each.</summary>
internal static class MoveOrganization
{
    public static async Task<Results<Ok<MoveOrganizationResponse>, NotFound>> Handle(
        Guid id, MoveOrganizationRequest request, IfMatch ifMatch, Caller caller, OrganizationsDb db, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.LockTreeAsync(cancel);
        var organization = await db.FindWithin(id, caller.Reach, cancel);
        var parent = await db.FindWithin(request.ParentId, caller.Reach, cancel);
        if (organization is null || parent is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(organization);
        organization.RequireMovableUnder(parent);
        var moved = await db.MoveSubtreeAsync(organization, parent, cancel);
        db.Audit("organization.moved", "organization", id, $"{moved} {organization.LevelCode} -> {parent.LevelCode}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.Context.Outbox.Wake();
        db.ChangeTracker.Clear();
        var after = await db.Organizations.AsNoTracking().SingleAsync(o => o.Id == id, cancel);
        return TypedResults.Ok(new MoveOrganizationResponse(after.ToResponse(), moved));
    }

    /// <summary>Two rearrangements at once could each read a place that the other is rewriting; they take turns.</summary>
    internal static Task LockTreeAsync(this OrganizationsDb db, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(7234010)", cancel);

    /// <summary>Who reads a parent's place to put something below it waits for a rearrangement, and lets others do the same.</summary>
    internal static Task ShareTreeAsync(this OrganizationsDb db, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared(7234010)", cancel);

    /// <returns>How many organizations were moved.</returns>
    internal static async Task<int> MoveSubtreeAsync(this OrganizationsDb db, PartyOrganization organization, PartyOrganization parent, CancellationToken cancel)
    {
        var before = organization.LevelCode;
        var after = await db.GivePlaceAsync(parent.Id, parent.LevelCode, cancel);
        var end = before + LevelCode.AfterSubtree;
        var moved = await db.Database.SqlQuery<int>($"""
            with moved as (
              update party_organizations set level_code = {after} || substr(level_code, {before.Length + 1}), version = version + 1,
                parent_id = case when id = {organization.Id} then {parent.Id} else parent_id end
              where level_code >= {before} and level_code < {end}
              returning *),
            told as (
              insert into outbox (id, type, body)
              select gen_random_uuid(), {typeof(OrganizationState).FullName}, app.organization_state(moved::party_organizations) from moved)
            select count(*)::int as "Value" from moved
            """).ToListAsync(cancel);
        await db.Database.ExecuteSqlAsync($"""
            update member_facts set level_code = {after} || substr(level_code, {before.Length + 1}) where level_code >= {before} and level_code < {end}
            """, cancel);
        await db.Database.ExecuteSqlAsync($"""
            update child_places set level_code = {after} || substr(level_code, {before.Length + 1}) where level_code >= {before} and level_code < {end}
            """, cancel);
        return moved[0];
    }
}
