using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Consequences;

/// <summary>What a talk and a finding have in common: the subject in scope, the year's rule, the restriction.</summary>
internal static class ImposeRestriction
{
    /// <summary>The subject, or null where the organization is not in scope.</summary>
    internal static async Task<Subject?> FindSubjectAsync(
        this AssessmentDb db, Caller caller, Guid organizationId, SubjectKind kind, Guid subjectId, string name, CancellationToken cancel)
    {
        Field.Require(kind is SubjectKind.Member || subjectId == organizationId, "subjectId", "talk.subject-not-the-organization");
        var levelCode = await db.Organizations.AsNoTracking().Within(caller.Reach).Where(o => o.Id == organizationId).Select(o => o.LevelCode).SingleOrDefaultAsync(cancel);
        return levelCode is null ? null : new(kind, subjectId, name.Trim(), organizationId, levelCode);
    }

    /// <summary>By the rule of the nearest scheme of that year at or above the organization.</summary>
    internal static async Task<Restriction> ImposeAsync(
        this AssessmentDb db, ConsequenceTrigger trigger, Subject subject, DateOnly from, Guid sourceId, DateTimeOffset now, CancellationToken cancel)
    {
        string[] above = [.. LevelCode.SelfAndAncestors(subject.LevelCode).Append(LevelScope.Everything.Text)];
        var scheme = await db.Schemes.AsNoTracking()
            .Where(s => s.State == SchemeState.Published && s.Year == from.Year && above.Contains(s.LevelCode))
            .OrderByDescending(s => s.LevelCode.Length).ThenByDescending(s => s.PublishedAt).FirstOrDefaultAsync(cancel);
        var (restriction, imposed) = Restriction.Impose(ConsequenceRules.Of(scheme?.Content, trigger), subject, from, sourceId, now);
        db.Restrictions.Add(restriction);
        db.PublishOnCommit(imposed);
        return restriction;
    }
}
