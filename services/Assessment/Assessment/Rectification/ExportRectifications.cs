using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;

namespace PartyCloud.Assessment.Rectification;

/// <summary>The ledger (整顿台账) as a sheet, a line a case.</summary>
internal static class ExportRectifications
{
    internal static readonly ExportSheet<RectificationCase> Sheet = new ExportSheet<RectificationCase>("rectifications")
        .Text("organizationCode", c => c.Code).Text("organization", c => c.Name).Code("domainType", "domainType", c => c.DomainType).Number("year", c => c.Year)
        .Choice("listingReason", c => c.Reason).Choice("state", c => c.State).Text("causes", c => c.Causes).Text("goal", c => c.Goal)
        .Text("measures", c => Lines(c, m => $"{m.Number}. {m.Issue}：{m.Action}")).Text("owners", c => Lines(c, m => $"{m.Number}. {m.Owner}"))
        .Text("deadlines", c => Lines(c, m => $"{m.Number}. {m.Deadline:yyyy-MM-dd}")).Text("outcomes", c => Lines(c, m => $"{m.Number}. {m.DoneOn:yyyy-MM-dd} {m.Outcome}"))
        .Date("deadline", c => c.Deadline).Date("selfCheckedOn", c => c.SelfCheckedOn).Text("selfCheck", c => c.SelfCheck)
        .Date("acceptedOn", c => Last(c)?.HeldOn).Number("acceptanceScore", c => Last(c)?.Score)
        .Text("acceptanceTeam", c => Last(c)?.Team).Text("closeNumber", c => c.CloseNumber).Date("closedOn", c => c.ClosedOn);

    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="format">csv or xlsx.</param>
    /// <param name="purpose">Why; it stands in the audit log.</param>
    internal static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        HttpContext http, Caller caller, AssessmentDb db, CancellationToken cancel, RectificationState? state = null, int? year = null,
        Guid? organizationId = null, Guid? selectionId = null, Guid? under = null, [RegularExpression(Exports.Formats)] string format = "csv",
        [StringLength(200)] string? purpose = null) =>
        await ListRectifications.FilteredAsync(db, caller, state, year, organizationId, selectionId, under, cancel) is { } cases
            ? await db.ExportAsync(http, Sheet, cases.OrderBy(c => c.LevelCode).ThenBy(c => c.Id), format, purpose, cancel)
            : TypedResults.NotFound();

    private static AcceptanceSheet? Last(RectificationCase one) => one.Acceptances is [.., var last] ? last : null;

    private static string Lines(RectificationCase one, Func<RectificationMeasure, FormattableString> line) =>
        string.Join('\n', one.Measures.Select(measure => FormattableString.Invariant(line(measure))));
}
