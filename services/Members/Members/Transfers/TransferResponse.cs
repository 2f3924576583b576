using PartyCloud.Members.Contracts;

namespace PartyCloud.Members.Transfers;

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
    DateOnly? DecidedOn, string? DecisionNote, int Version)
{
    internal static TransferResponse From(Transfer t, DateOnly today) => new(
        t.Id, t.Direction, t.MemberId, t.MemberName, t.MemberStatus, t.IdNumberMasked, t.FromOrganizationId, t.FromName, t.ToOrganizationId, t.ToName, t.Reason,
        t.LetterNo, t.IssuedOn, t.ExpiresOn, t.IsExpired(today), t.State, t.DecidedOn, t.DecisionNote, t.Version);
}
