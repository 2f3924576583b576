using PartyCloud.Members.Contracts;

namespace PartyCloud.Members.Transfers;

/// <summary>What the outside sees.</summary>
internal static class TransferResponses
{
    public static TransferResponse ToResponse(this Transfer t, DateOnly today) => new(
        t.Id, t.Direction, t.MemberId, t.MemberName, t.MemberStatus, t.IdNumberMasked, t.FromOrganizationId, t.FromName, t.ToOrganizationId, t.ToName, t.Reason,
        t.LetterNo, t.IssuedOn, t.ExpiresOn, t.IsExpired(today), t.State, t.DecidedOn, t.DecisionNote, t.Version);
}
