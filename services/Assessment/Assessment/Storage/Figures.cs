using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.Assessment.Storage;

/// <summary>How the assessment stands, for those who watch the whole city.</summary>
internal static class Figures
{
    public static void AddAssessmentFigures(this IServiceCollection services)
    {
        services.AddFigure(new("partycloud.assessment.cycles", "{cycle}", "Assessment cycles by their state", "state", """
            select state, count(c.state)::float8 from unnest(array['planned', 'open', 'frozen', 'finalized']) as state left join cycles c using (state) group by state
            """));
        services.AddFigure(new("partycloud.assessment.scored", "{organization}", "Organizations of open cycles that have a score, by the cycle's year", "year", """
            select c.year::text, count(o.id)::float8
            from cycles c left join organization_replica o on exists (select 1 from scores s where s.cycle_id = c.id and s.organization_id = o.id)
            where c.state = 'open' group by c.year
            """));
        services.AddFigure(new("partycloud.assessment.cases", "{case}", "Rectification cases that are not closed, by their state", "state", """
            select state, count(r.state)::float8
            from unnest(array['identified', 'planDrafted', 'planApproved', 'rectifying', 'selfChecked', 'acceptancePassed', 'acceptanceFailed']) as state left join rectifications r using (state)
            group by state
            """));
        services.AddFigure(new("partycloud.overdue", "{task}", "What should have been done by now, by what it is", "kind", """
            select 'rectification', count(*)::float8 from rectifications where deadline < current_date and state not in ('closed', 'tracking', 'ended', 'relisted')
            """));
    }
}
