using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Assessment.Consequences;

internal static class RecordFalsification
{
    internal static async Task<Results<Created<FalsificationResponse>, NotFound>> Handle(
        FalsificationRequest request, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var subject = await db.FindSubjectAsync(caller, request.OrganizationId, request.SubjectKind, request.SubjectId, request.SubjectName, cancel);
        if (subject is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.GetUtcNow();
        var finding = FalsificationFinding.Record(
            subject, request.FoundOn, request.Description, request.CircularNumber, request.CorrectBy, clock.Today(), now);
        db.Falsifications.Add(finding);
        var restriction = await db.ImposeAsync(ConsequenceTrigger.Falsification, subject, finding.FoundOn, finding.Id, now, cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/v1/assessment/falsifications/{finding.Id}", Answer(finding, restriction.Id));
    }

    internal static FalsificationResponse Answer(FalsificationFinding f, Guid? restrictionId) => new(
        f.Id, f.OrganizationId, f.SubjectKind, f.SubjectId, f.SubjectName, f.FoundOn, f.Description, f.CircularNumber, f.CorrectBy, restrictionId);
}
