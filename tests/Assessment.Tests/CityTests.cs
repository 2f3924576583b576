using System.Diagnostics;
using System.Net;
using Npgsql;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Selection;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;
using Xunit.Abstractions;
using static PartyCloud.Assessment.Tests.AssessmentApp;

namespace PartyCloud.Assessment.Tests;

/// <summary>A city of a hundred thousand organizations: everything is done in sets, and the list is the one that SQL gives.</summary>
public sealed class CityTests(AssessmentApp app, ITestOutputHelper output) : IClassFixture<AssessmentApp>
{
    private const int Districts = 25;
    private const int PerDistrict = 4000;

    /// <summary>What one statement says the list is: per district and type, D first, then the lowest with their ties.</summary>
    private const string Oracle = """
        with r as (select * from unnest(array['village', 'community'], array[1500, 1000]) as r (domain_type, share)),
        ranked as (
          select o.position, o.listed, r.share,
            count(*) over (partition by o.district_id, o.domain_type) as n,
            count(*) filter (where o.listed) over (partition by o.district_id, o.domain_type) as d,
            rank() over (partition by o.district_id, o.domain_type, o.listed order by o.score) as place
          from cycle_organizations o join r on r.domain_type = o.domain_type where o.cycle_id = $1 and o.assessed)
        select position from ranked where listed or place <= (n * share + 9999) / 10000 - d order by position
        """;

    [Fact]
    public async Task A_hundred_thousand_organizations_are_scored_frozen_ranked_and_selected_in_sets()
    {
        var watch = Stopwatch.StartNew();
        var city = await app.HasRoot("500100");
        await HasCity(city);
        Say("seeded");
        var cycle = await app.HasOpenCycle(city, SchemeSamples.Single());

        var random = new Random(1);
        var ids = await app.RowsAsync(
            "select id from organization_replica where kind = 'branch' and level_code > $1 and level_code < $1 || '~' order by level_code", r => r.GetGuid(0), city.LevelCode);
        Assert.Equal(Districts * PerDistrict, ids.Count);
        var recorded = await app.Scores(cycle.Id, ids.Select(id => new ScoreRequest("yearEnd", "total", random.Next(500, 1000) / 10m, id)));
        Assert.Equal(ids.Count, (await recorded.Read<ScoresRecorded>()).Recorded);

        Say("scored");

        var accepted = await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null);
        var job = await accepted.Read<JobResponse>(HttpStatusCode.Accepted);
        await Eventually.Holds(async () => (job = await (await app.Admin.GetAsync(accepted.Headers.Location)).Read<JobResponse>()).FinishedAt is not null);
        Assert.Equal((JobState.Succeeded, (long)ids.Count), (job.State, job.Done));

        Say("frozen");

        var request = new SelectWeakRequest([new("village", 1500), new("community", 1000)], TiePolicy.IncludeTies, SelectionPer.District);
        var selection = await app.Selected(cycle.Id, request);
        Say("selected");
        var expected = await app.RowsAsync(Oracle, r => r.GetInt32(0), cycle.Id);
        Say("the statement");
        await using var connection = new NpgsqlConnection(app.Database.AdminConnectionString);
        await connection.OpenAsync();
        var outcome = await SelectionRun.ComputeAsync(connection, cycle.Id, request, CancellationToken.None);
        Say("the same in memory");

        Assert.Equal(expected, outcome.Items.Select(i => i.Position).Order());
        Assert.Equal(expected.Count, selection.Items.Count);
        Assert.Equal(Districts * 2, selection.Quotas.Count(q => q.Assessed > 0));
        Assert.Equal(expected.Count, (int)(await app.RowsAsync("select count(*) from rectifications where selection_id = $1", r => r.GetInt64(0), selection.Id)).Single());
        Assert.Equal(200, (await (await app.Admin.GetAsync($"{Root}/cycles/{cycle.Id}/ranking?domainType=village&limit=200")).Read<Page<RankingRow>>()).Items.Count);

        void Say(string step)
        {
            output.WriteLine($"{step}: {watch.ElapsedMilliseconds} ms");
            watch.Restart();
        }
    }

    /// <summary>As the consumer would have kept them; a hundred thousand events one by one are not what is tested here.</summary>
    private async Task HasCity(OrganizationState city)
    {
        await app.ExecuteAsync($"""
            insert into organization_replica (id, version, code, level_code, name, kind, domain_type, parent_id, region_code, status)
            select gen_random_uuid(), 1, 'D' || d, '{city.LevelCode}' || lpad(d::text, 3, '0'), '示例区 ' || d, 'committee', 'governmentOrgan', $1, '5001' || lpad(d::text, 2, '0'), 'active'
            from generate_series(1, {Districts}) d
            """, city.Id);
        await app.ExecuteAsync($"""
            insert into organization_replica (id, version, code, level_code, name, kind, domain_type, parent_id, region_code, status)
            select gen_random_uuid(), 1, d.code || '-' || n, d.level_code || lpad(n::text, 6, '0'), '示例支部 ' || n, 'branch', case n % 3 when 0 then 'community' else 'village' end, d.id, null, 'active'
            from organization_replica d, generate_series(1, {PerDistrict}) n where d.parent_id = $1
            """, city.Id);
        await app.ExecuteAsync("""
            insert into organization_versions (organization_id, version, known_at, code, level_code, name, domain_type, kind, parent_id, region_code, active)
            select id, 1, now() - interval '1 year', code, level_code, name, domain_type, kind, parent_id, region_code, true from organization_replica where level_code > $1 and level_code < $1 || '~'
            """, city.LevelCode);
        await app.ExecuteAsync("analyze organization_replica; analyze organization_versions");
    }
}
