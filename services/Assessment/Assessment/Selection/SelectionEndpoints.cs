using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Assessment.Selection;

/// <summary>Every route of the selections, its name and its permission.</summary>
internal static class SelectionEndpoints
{
    internal static void MapSelections(this IEndpointRouteBuilder app)
    {
        var ofCycle = app.MapApi("assessment/cycles/{cycleId:guid}/selections", "Selections");
        ofCycle.MapPost("", SelectWeak.Handle)
            .WithName(nameof(SelectWeak)).WithSummary("确定整顿对象 · Selects the weak and lax organizations and opens their cases").RequirePermission("assessment.select");
        ofCycle.MapPost("/preview", SelectWeak.Preview)
            .WithName("PreviewSelection").WithSummary("试算整顿对象 · What would be selected, without keeping it").RequirePermission("assessment.select");
        ofCycle.MapGet("", ListSelections.Handle)
            .WithName(nameof(ListSelections)).WithSummary("整顿对象名单列表 · The selections of a cycle").RequirePermission("assessment.read");
        ofCycle.MapGet("/{id:guid}", (Guid cycleId, Guid id, Caller caller, Storage.AssessmentDb db, CancellationToken cancel) => GetSelection.Of(id, cycleId, caller, db, cancel))
            .WithName("GetSelectionOfCycle").WithSummary("整顿对象名单 · One selection").RequirePermission("assessment.read");

        var selections = app.MapApi("assessment/selections", "Selections");
        selections.MapGet("/{id:guid}", GetSelection.Handle)
            .WithName(nameof(GetSelection)).WithSummary("整顿对象名单 · One selection").RequirePermission("assessment.read");
        selections.MapExport("/{id:guid}/export", ExportSelection.Handle, nameof(ExportSelection), "导出整顿对象名单(留痕) · The list as a sheet; audited", "assessment.export");
        selections.MapPost("/{id:guid}/verify", VerifySelection.Handle)
            .WithName(nameof(VerifySelection)).WithSummary("复算名单 · Runs a selection again from its snapshot").RequirePermission("assessment.select");
    }
}
