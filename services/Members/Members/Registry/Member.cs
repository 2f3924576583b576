using PartyCloud.Members.Contracts;
using PartyCloud.Members.Protection;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

/// <summary>Party member (党员): belongs to exactly one organization by the formal relation (组织关系).</summary>
internal sealed class Member : IVersioned, IPlaced
{
    private Member()
    {
    }

    public Guid Id { get; private set; }

    public Guid OrganizationId { get; private set; }

    public string LevelCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    public Sex Sex { get; private set; }

    public DateOnly BirthDate { get; private set; }

    public string? Ethnicity { get; private set; }

    public string? Education { get; private set; }

    public MemberStatus Status { get; private set; }

    public bool Mobile { get; private set; }

    public DateOnly? AppliedOn { get; private set; }

    public DateOnly? JoinedOn { get; private set; }

    public DateOnly? FormalOn { get; private set; }

    public string? Occupation { get; private set; }

    public string? IncomeKind { get; private set; }

    public string[] Tags { get; private set; } = [];

    public string? ExternalCode { get; private set; }

    public string IdNumberMasked { get; private set; } = "";

    public byte[] IdNumberHash { get; private set; } = [];

    public byte[] IdNumberSealed { get; private set; } = [];

    public string? PhoneMasked { get; private set; }

    public byte[]? PhoneHash { get; private set; }

    public byte[]? PhoneSealed { get; private set; }

    public byte[]? IncomeHash { get; private set; }

    public byte[]? IncomeSealed { get; private set; }

    public DateOnly? ClosedOn { get; private set; }

    public string? CloseReason { get; private set; }

    public int Version { get; private set; }

    /// <summary>Whether somebody counts as a member and can be acted upon.</summary>
    public bool IsOpen => Status is MemberStatus.Formal or MemberStatus.Probationary or MemberStatus.Suspended;

    public static Member Admit(
        Guid id, OrganizationReplica organization, MemberFacts facts, MemberStatus status, SealedText idNumber, SealedText? phone, SealedText? income)
    {
        RequireActive(organization);
        var member = new Member
        {
            Id = id,
            OrganizationId = organization.Id,
            LevelCode = organization.LevelCode,
            Status = status,
            IdNumberMasked = idNumber.Masked,
            IdNumberHash = idNumber.Hash,
            IdNumberSealed = idNumber.Box,
            Version = 1,
        };
        member.Take(facts);
        member.Take(phone);
        member.TakeIncome(income);
        return member;
    }

    public void Change(MemberFacts facts, MemberStatus status, SealedText? phone, SealedText? income)
    {
        RequireOpen();
        Status = status;
        Take(facts);
        if (phone is not null)
        {
            Take(phone);
        }

        if (income is not null)
        {
            TakeIncome(income);
        }

        Version++;
    }

    public void ForgetPhone()
    {
        RequireOpen();
        Take((SealedText?)null);
    }

    /// <summary>Never deleted: closed with a reason.</summary>
    public void Close(MemberStatus status, string reason, DateOnly on)
    {
        RequireOpen();
        (Status, CloseReason, ClosedOn, Mobile) = (status, reason, on, false);
        Version++;
    }

    /// <summary>The formal relation goes over. Until the receiving side says so, the old organization stays responsible.</summary>
    public void MoveTo(OrganizationReplica organization)
    {
        RequireOpen();
        RequireActive(organization);
        Rule.Require(organization.Id != OrganizationId, "transfer.already-there");
        (OrganizationId, LevelCode, Mobile) = (organization.Id, organization.LevelCode, false);
        Version++;
    }

    public void LeaveForAWhile()
    {
        RequireOpen();
        Rule.Require(!Mobile, "mobility.already-registered");
        Mobile = true;
        Version++;
    }

    public void ComeBack()
    {
        Mobile = false;
        Version++;
    }

    public void RequireTransferable() =>
        Rule.Require(Status is MemberStatus.Formal or MemberStatus.Probationary, "member.not-active");

    public MemberState State() => new(Id, Version, OrganizationId, Status, Mobile);

    internal static void RequireActive(OrganizationReplica organization) =>
        Rule.Require(organization.Status is OrganizationStatus.Active, "member.organization-closed");

    private void RequireOpen() => Rule.Require(IsOpen, "member.closed");

    private void Take(MemberFacts facts) =>
        (Name, Sex, BirthDate, Ethnicity, Education, AppliedOn, JoinedOn, FormalOn, Occupation, IncomeKind, Tags, ExternalCode) =
        (facts.Name, facts.Sex, facts.BirthDate, facts.Ethnicity, facts.Education, facts.AppliedOn, facts.JoinedOn, facts.FormalOn,
            facts.Occupation, facts.IncomeKind, facts.Tags, facts.ExternalCode);

    private void Take(SealedText? phone) => (PhoneMasked, PhoneHash, PhoneSealed) = (phone?.Masked, phone?.Hash, phone?.Box);

    private void TakeIncome(SealedText? income) => (IncomeHash, IncomeSealed) = (income?.Hash, income?.Box);
}
