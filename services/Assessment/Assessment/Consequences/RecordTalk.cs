using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Consequences;

internal static class RecordTalk
{
    internal static async Task<Results<Created<TalkResponse>, NotFound>> Handle(
        TalkRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var subject = await db.FindSubjectAsync(caller, request.OrganizationId, request.SubjectKind, request.SubjectId, request.SubjectName, cancel);
        if (subject is null
            || (request.RectificationId is { } caseId && !await db.Rectifications.Within(caller.Reach).AnyAsync(c => c.Id == caseId, cancel)))
        {
            return TypedResults.NotFound();
        }

        var now = clock.GetUtcNow();
        var talk = AccountabilityTalk.Record(subject, request.HeldOn, request.HeldBy, request.Reason, request.RectificationId, clock.Today(), now);
        db.Talks.Add(talk);
        var restriction = await db.ImposeAsync(ConsequenceTrigger.Talk, subject, talk.HeldOn, talk.Id, now, cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/v1/assessment/talks/{talk.Id}", Answer(talk, restriction.Id));
    }

    internal static TalkResponse Answer(AccountabilityTalk t, Guid? restrictionId) => new(
        t.Id, t.OrganizationId, t.SubjectKind, t.SubjectId, t.SubjectName, t.HeldOn, t.HeldBy, t.Reason, t.RectificationId, restrictionId);
}
