namespace PartyCloud.Members.Contracts;

/// <summary>
/// What others may know of a member: no personal data. Published whenever it changes; a receiver applies it only if its version is
/// newer than what it knows.
/// </summary>
/// <param name="OrganizationId">The organization of the formal relation (组织关系).</param>
/// <param name="Mobile">Lives or works elsewhere while the formal relation stays (流动党员).</param>
public sealed record MemberState(Guid MemberId, int Version, Guid OrganizationId, MemberStatus Status, bool Mobile);

/// <summary>Membership status (党籍状态).</summary>
public enum MemberStatus
{
    /// <summary>正式党员.</summary>
    Formal,

    /// <summary>预备党员.</summary>
    Probationary,

    /// <summary>停止党籍: e.g. lost contact for six months.</summary>
    Suspended,

    /// <summary>Left the Party or was removed (出党、除名).</summary>
    Left,

    /// <summary>Died (去世).</summary>
    Deceased,

    /// <summary>The formal relation went to an organization outside this installation (已转出).</summary>
    TransferredOut,
}
