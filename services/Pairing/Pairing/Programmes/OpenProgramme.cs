using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Matching;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Pairing.Programmes;

internal static class OpenProgramme
{
    public static async Task<Results<Created<ProgrammeResponse>, NotFound>> Handle(
        OpenProgrammeRequest request, HttpContext http, PairingDb db, TimeProvider clock, CancellationToken cancel)
    {
        var ruleSet = request.RuleSet ?? Template(request.Template);
        if (await db.FindPlaceAsync(request.ScopeOrganizationId, cancel) is not { } scope)
        {
            return TypedResults.NotFound();
        }

        var programme = Programme.Open(request, scope.LevelCode, ruleSet, clock.GetUtcNow());
        db.Programmes.Add(programme);
        if (programme.WeakListClass is { } weakClass)
        {
            await AddWeakOrganizations.AddAsync(db, programme, programme.Year, weakClass, cancel);
        }

        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, programme.Version);
        return TypedResults.Created($"/api/v1/pairing/programmes/{programme.Id}", programme.Response(scope.Name));
    }

    private static MatchingRuleSet Template(string? name)
    {
        Field.Require(name is not null, "ruleSet", "field.required");
        Field.Require(RuleSetTemplates.All.ContainsKey(name!), "template", "field.unknown", name!);
        return RuleSetTemplates.All[name!];
    }

    public static ProgrammeResponse Response(this Programme programme, string? scopeName) => new(
        programme.Id,
        programme.Name,
        programme.Kind,
        programme.Year,
        programme.ScopeOrganizationId,
        scopeName,
        programme.State,
        programme.RuleSet,
        programme.WeakListClass,
        programme.LastRunAt is { } at ? new(programme.Runs, at, programme.LastMatched, programme.LastUnmatched, programme.LastCost) : null,
        programme.OpenedAt,
        programme.ClosedReason,
        programme.Version);
}
