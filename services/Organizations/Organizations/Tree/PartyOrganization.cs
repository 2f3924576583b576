using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Spelling;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Tree;

/// <summary>Party organization (党组织): a node of the one formal tree (隶属关系).</summary>
internal sealed class PartyOrganization : IVersioned, IPlaced
{
    private PartyOrganization()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>The organization's own business code: any unique text.</summary>
    public string Code { get; private set; } = "";

    public string LevelCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>The name as it is typed on a keyboard: in pinyin, and by its initials.</summary>
    public string Spelling { get; private set; } = "";

    public OrganizationKind Kind { get; private set; }

    public string DomainType { get; private set; } = "";

    public Guid? ParentId { get; private set; }

    public string? RegionCode { get; private set; }

    public string? UnitName { get; private set; }

    public string? UnitClass { get; private set; }

    public DateOnly? EstablishedOn { get; private set; }

    public string? ExternalCode { get; private set; }

    public string? CreditCode { get; private set; }

    public OrganizationStatus Status { get; private set; }

    public DateOnly? ClosedOn { get; private set; }

    public string? CloseReason { get; private set; }

    public Guid? MergedIntoId { get; private set; }

    public int Version { get; private set; }

    public bool IsBranch => Kind is OrganizationKind.Branch or OrganizationKind.JointBranch or OrganizationKind.TemporaryBranch;

    /// <param name="levelCode">The place that was given to it under its parent.</param>
    public static PartyOrganization Register(Guid id, string code, PartyOrganization? parent, string levelCode, OrganizationFacts facts)
    {
        Rule.Require(parent is null or { Status: OrganizationStatus.Active }, "organization.parent-closed");
        var organization = new PartyOrganization { Id = id, Code = code, LevelCode = levelCode, ParentId = parent?.Id, Status = OrganizationStatus.Active, Version = 1 };
        organization.Take(facts);
        return organization;
    }

    public void Change(OrganizationFacts facts)
    {
        RequireActive();
        Take(facts);
        Version++;
    }

    /// <summary>Closes it (撤销). Nothing may be left below or in it; history stays.</summary>
    public void Abolish(bool hasChildren, bool hasMembers, string reason, DateOnly today)
    {
        RequireActive();
        Rule.Require(!hasChildren, "organization.has-children");
        Rule.Require(!hasMembers, "organization.has-members");
        (Status, ClosedOn, CloseReason) = (OrganizationStatus.Abolished, today, reason);
        Version++;
    }

    /// <summary>Closes it in favour of another (合并), which takes over its subordinates and its members.</summary>
    public void MergeInto(PartyOrganization target, string reason, DateOnly today)
    {
        RequireActive();
        target.RequireActive();
        Rule.Require(target.Id != Id, "organization.merge-with-itself");
        Rule.Require(!ServiceDefaults.Access.LevelCode.IsWithin(target.LevelCode, LevelCode), "organization.merge-below-itself");
        (Status, ClosedOn, CloseReason, MergedIntoId) = (OrganizationStatus.Merged, today, reason, target.Id);
        Version++;
    }

    public void RequireMovableUnder(PartyOrganization parent)
    {
        RequireActive();
        parent.RequireActive();
        Rule.Require(!ServiceDefaults.Access.LevelCode.IsWithin(parent.LevelCode, LevelCode), "organization.move-below-itself");
        Rule.Require(parent.Id != ParentId, "organization.already-there");
    }

    public OrganizationState State() => new(
        Id, Version, Code, LevelCode, Name, Kind, DomainType, ParentId, RegionCode, Status, MergedIntoId);

    private void RequireActive() => Rule.Require(Status is OrganizationStatus.Active, "organization.not-active");

    private void Take(OrganizationFacts facts) =>
        (Name, Spelling, Kind, DomainType, RegionCode, UnitName, UnitClass, EstablishedOn, ExternalCode, CreditCode) =
        (facts.Name, Pinyin.Spell(facts.Name), facts.Kind, facts.DomainType, facts.RegionCode, facts.UnitName, facts.UnitClass, facts.EstablishedOn, facts.ExternalCode, facts.CreditCode);
}

/// <summary>What can be said about an organization besides its place.</summary>
internal sealed record OrganizationFacts(
    string Name, OrganizationKind Kind, string DomainType, string? RegionCode, string? UnitName, string? UnitClass, DateOnly? EstablishedOn, string? ExternalCode,
    string? CreditCode);
