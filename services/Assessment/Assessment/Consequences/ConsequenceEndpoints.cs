using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;

namespace PartyCloud.Assessment.Consequences;

/// <summary>Every route of the consequences, its name and its permission. Talks, findings and removals are a restricted class of their own.</summary>
internal static class ConsequenceEndpoints
{
    private const string Read = "assessment.consequences.read";
    private const string Write = "assessment.consequences";

    internal static void MapConsequences(this IEndpointRouteBuilder app)
    {
        var restrictions = app.MapApi("assessment/restrictions", "Restrictions");
        restrictions.MapGet("", ListRestrictions.Handle)
            .WithName(nameof(ListRestrictions)).WithSummary("限制查询 · What a member or organization is kept from, and until when").RequirePermission("assessment.restrictions.read");
        restrictions.MapPost("/{id:guid}/lift", LiftRestriction.Handle)
            .WithName(nameof(LiftRestriction)).WithSummary("解除限制 · Lifts a restriction before its time").RequirePermission(Write);

        var talks = app.MapApi("assessment/talks", "Talks");
        talks.MapPost("", RecordTalk.Handle)
            .WithName(nameof(RecordTalk)).WithSummary("约谈记录 · Records a talk, with the restriction that follows").RequirePermission(Write);
        talks.MapGet("", ListTalks.Handle)
            .WithName(nameof(ListTalks)).WithSummary("约谈列表 · Lists talks in tree order").RequirePermission(Read);

        var falsifications = app.MapApi("assessment/falsifications", "Falsifications");
        falsifications.MapPost("", RecordFalsification.Handle)
            .WithName(nameof(RecordFalsification)).WithSummary("弄虚作假认定 · Records a finding, with the restriction that follows").RequirePermission(Write);
        falsifications.MapGet("", ListFalsifications.Handle)
            .WithName(nameof(ListFalsifications)).WithSummary("弄虚作假认定列表 · Lists findings in tree order").RequirePermission(Read);

        var removals = app.MapApi("assessment/removals", "Removals");
        removals.MapGet("", ListRemovals.Handle)
            .WithName(nameof(ListRemovals)).WithSummary("免职建议列表 · Lists proposals in tree order").RequirePermission(Read);
        removals.MapPost("/{id:guid}/approve", DecideRemoval.Approve)
            .WithName("ApproveRemoval").WithSummary("同意免职建议 · Approves a proposal").RequirePermission(Write);
        removals.MapPost("/{id:guid}/reject", DecideRemoval.Reject)
            .WithName("RejectRemoval").WithSummary("不同意免职建议 · Rejects a proposal").RequirePermission(Write);
    }
}
