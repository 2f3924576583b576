using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Storage;

namespace PartyCloud.Members.Transfers;

/// <summary>Terms that a regulation sets, from a day on.</summary>
/// <param name="LetterValidDays">How long a letter of introduction (组织关系介绍信) can be received.</param>
/// <param name="MobileAfterMonths">After how long an absence somebody counts as a mobile member (流动党员).</param>
internal sealed record RelationRule(DateOnly EffectiveFrom, int LetterValidDays, int MobileAfterMonths, string Source);

internal static class RelationRules
{
    public static Task<RelationRule> InForceAsync(this MembersDb db, DateOnly on, CancellationToken cancel) =>
        db.RelationRules.AsNoTracking().Where(rule => rule.EffectiveFrom <= on).OrderByDescending(rule => rule.EffectiveFrom).FirstAsync(cancel);
}
