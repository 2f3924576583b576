using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Schemes;

internal static class CreateScheme
{
    internal static async Task<Results<Created<SchemeResponse>, NotFound>> Handle(
        CreateSchemeRequest request, HttpContext http, Caller caller, AssessmentDb db, TimeProvider clock, CancellationToken cancel)
    {
        var content = new SchemeContent(
            request.MaxScore, request.Dimensions, request.Stages, request.Grades, request.SatisfactionIndicator, request.Documents, request.Acceptance, request.Consequences);
        RequireSound(content);
        var issuerId = request.OrganizationId ?? caller.OrganizationId;
        var issuer = await db.Organizations.AsNoTracking().Within(caller.Reach).Where(o => o.Id == issuerId).Select(o => new { o.Id, o.LevelCode }).SingleOrDefaultAsync(cancel);
        if (issuer is null && request.OrganizationId is not null)
        {
            return TypedResults.NotFound();
        }

        // The installation's own administrator has no organization: what he issues is for everybody in his scope.
        var scheme = AssessmentScheme.Draft(
            request.Name.Trim(), request.Year, content, issuer?.Id ?? issuerId ?? Guid.Empty, issuer?.LevelCode ?? caller.Reach.First, clock.GetUtcNow());
        db.Schemes.Add(scheme);
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, scheme.Version);
        return TypedResults.Created($"/api/v1/assessment/schemes/{scheme.Id}", SchemeAnswers.From(scheme));
    }

    internal static void RequireSound(SchemeContent content)
    {
        if (SchemeValidation.Check(content) is { Count: > 0 } faults)
        {
            throw new FieldException([.. faults.Select(fault => new FieldError(fault.Field, fault.Code, fault.Arguments))]);
        }
    }
}

internal static class SchemeAnswers
{
    internal static SchemeResponse From(AssessmentScheme s) => new(
        s.Id, s.Version, s.Name, s.Year, s.OrganizationId, s.State, s.Content.MaxScore, s.Content.Dimensions, s.Content.Stages, s.Content.Grades,
        s.Content.SatisfactionIndicator, s.Content.Documents, s.Content.Acceptance, s.Content.Consequences, s.CopiedFromId, s.PublishedAt);
}
