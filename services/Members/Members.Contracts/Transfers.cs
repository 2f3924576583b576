using System.ComponentModel.DataAnnotations;

namespace PartyCloud.Members.Contracts;

/// <param name="ToOrganizationId">The receiving organization, anywhere in this installation.</param>
/// <param name="ToOrganizationName">Its name, when it is outside this installation.</param>
/// <param name="LetterNo">Number of the letter of introduction (介绍信).</param>
public sealed record TransferMemberRequest(
    [property: StringLength(500, MinimumLength = 1), RegularExpression(@".*\S.*")] string Reason,
    Guid? ToOrganizationId = null,
    [property: StringLength(200, MinimumLength = 1), RegularExpression(@".*\S.*")] string? ToOrganizationName = null,
    [property: StringLength(60)] string? LetterNo = null);

public sealed record DecideTransferRequest([property: StringLength(500, MinimumLength = 1), RegularExpression(@".*\S.*")] string Reason);

/// <summary>A transfer of the formal relation (组织关系转接), the same from both sides.</summary>
/// <param name="Direction">Which side this is for the one who asks.</param>
/// <param name="MemberStatus">When the letter was issued.</param>
/// <param name="ToOrganizationId">Null when it goes outside this installation.</param>
/// <param name="ExpiresOn">The last day on which it can be received.</param>
/// <param name="Expired">It ran out before it was received: the member is a pocket member (口袋党员).</param>
/// <param name="DecidedOn">When it was received, returned or cancelled.</param>
public sealed record TransferResponse(
    Guid Id, TransferDirection Direction, Guid MemberId, string MemberName, MemberStatus MemberStatus, string IdNumber, Guid FromOrganizationId, string FromName,
    Guid? ToOrganizationId, string ToName, string Reason, string? LetterNo, DateOnly IssuedOn, DateOnly ExpiresOn, bool Expired, TransferState State,
    DateOnly? DecidedOn, string? DecisionNote, int Version);

public enum TransferDirection
{
    Out,
    In,
}

public enum TransferState
{
    /// <summary>The letter is on its way; the old organization stays responsible.</summary>
    Issued,

    Received,

    /// <summary>The receiving side sent it back.</summary>
    Returned,

    /// <summary>The giving side took it back.</summary>
    Cancelled,
}
