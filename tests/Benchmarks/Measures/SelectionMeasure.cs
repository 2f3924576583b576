using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Cycles;
using PartyCloud.Assessment.Selection;
using PartyCloud.Assessment.Storage;
using PartyCloud.Benchmarks.Running;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// The selection of the weak over a frozen cycle of 100,000 organizations: the service's own code, from reading the snapshot to the list in the database, against the one
/// SQL statement that writes the same list. Both as the service's role under row security, both committed, and the two lists must be one.
/// </summary>
internal static class SelectionMeasure
{
    private const int WarmUps = 5;

    private static readonly Guid CycleId = SampleData.Id(1);

    private static readonly SelectWeakRequest Request = new(
        [new("village", 1500), new("community", 1000), new("nonPublicEnterprise", 800), new("governmentOrgan", 300), new("school", 500)], TiePolicy.IncludeTies);

    // Every score is given to several of a type, so there are ties; under 60 is grade D, which lists whatever the quota.
    private static readonly string Snapshot = $"""
        insert into schemes (id, version, name, year, organization_id, level_code, state, content, created_at)
          select '{CycleId}', 1, 'sample', 2026, id, level_code, 'published', '{"{}"}', now() from organization_replica where level_code = '001' on conflict do nothing;
        insert into cycles (id, version, scheme_id, year, scope_organization_id, level_code, cut_off, kinds, state, assessed, created_at, frozen_at)
          select '{CycleId}', 1, '{CycleId}', 2026, id, level_code, '2026-12-31', '{"{}"}', 'frozen', 0, now(), now() from organization_replica where level_code = '001' on conflict do nothing;
        insert into cycle_organizations (cycle_id, position, organization_id, level_code, code, name, domain_type, kind, parent_id, is_direct, assessed, score, vetoed, grade, listed, rank, rank_from_lowest)
          select '{CycleId}', position, id, level_code, code, name, domain_type, kind, parent_id, false, assessed, score, false, case when score < 60 then 'D' else 'B' end, score < 60,
            rank() over (partition by domain_type order by score desc), rank() over (partition by domain_type order by score)
          from (select *, length(level_code) > 9 as assessed, (row_number() over (order by level_code) - 1)::int as position,
                  58.5 + (row_number() over (order by level_code) * 7919 % 4000) / 100.0 as score from organization_replica) x
          on conflict do nothing;
        analyze cycle_organizations;
        """;

    private const string OneStatement = """
        with header as (
          insert into selections (id, cycle_id, year, level_code, request, digest, created_at)
          select $1, id, year, level_code, '{}', '', now() from cycles where id = $2),
        ranked as (
          select o.position, o.listed, o.score, r.rule, r.domain_type, (count(*) over types * r.share + 9999) / 10000 as quota, count(*) over types as assessed,
            count(*) filter (where o.listed) over types as direct, rank() over lowest as place, count(*) over equals as equals
          from cycle_organizations o join unnest($3, $4) with ordinality as r (domain_type, share, rule) on r.domain_type = o.domain_type
          where o.cycle_id = $2 and o.assessed
          window types as (partition by o.domain_type), lowest as (partition by o.domain_type, o.listed order by o.score), equals as (partition by o.domain_type, o.listed, o.score)),
        picked as (
          select *, case when listed then 'gradeD' when place + equals - 1 > quota - direct then 'tie' else 'lowestRank' end as reason
          from ranked where listed or place <= quota - direct),
        items as (
          insert into selection_items (selection_id, ordinal, organization_id, level_code, code, name, domain_type, district_id, rank, rank_from_lowest, score, grade, reason)
          select $1, (row_number() over (order by p.rule, p.listed desc, p.score, p.position) - 1)::int, o.organization_id, o.level_code, o.code, o.name, o.domain_type, null,
            o.rank, o.rank_from_lowest, o.score, o.grade, p.reason
          from picked p join cycle_organizations o on o.cycle_id = $2 and o.position = p.position)
        insert into selection_quotas (selection_id, ordinal, level_code, domain_type, assessed, quota, listed)
        select $1, (rule - 1)::int, '001', domain_type, min(assessed), min(quota), count(*) filter (where listed or place <= quota - direct) from ranked group by rule, domain_type
        """;

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        await system.ExecuteAsync(BenchSystem.Assessment, Snapshot, cancel);
        var role = system.Role(BenchSystem.Assessment, "app");
        await using var database = new ServiceDatabase(BenchSystem.Assessment, new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:database"] = $"Host={role.Host};Port={role.Port};Database={role.Database}",
            ["Database:Password"] = role.Password,
        }).Build());
        var cycle = await CycleAsync(system, database, cancel);
        Guid ours = default, theirs = default;
        var times = await Rounds.InterleaveAsync(WarmUps + (system.Options.Rounds * 2), OursAsync, TheirsAsync);
        await RequireEqualAsync();
        await system.ExecuteAsync(BenchSystem.Assessment, "truncate selections cascade", cancel);
        times = [.. times.Select(side => new Series([.. side.Values.Skip(WarmUps)]))];
        return
        [
            new(
                $"selection over {await system.CountAsync(BenchSystem.Assessment, "select count(*) from cycle_organizations", cancel):#,0} organizations, against one statement",
                times[0], times[1], "ms", Series.Ratio(times[0], times[1]), Bar.AtMost(1.5), "both lists are the same"),
        ];

        async Task<double> OursAsync()
        {
            await system.ExecuteAsync(BenchSystem.Assessment, "truncate selections cascade", cancel);
            return await TimedAsync(async connection =>
            {
                var outcome = await SelectionRun.ComputeAsync(connection, CycleId, Request, cancel);
                ours = Guid.CreateVersion7();
                await SelectionStore.SaveAsync(connection, ours, cycle, Request, outcome, TimeProvider.System.GetUtcNow(), cancel);
            });
        }

        // Leaves its list beside ours, so that the two can be compared after the last round.
        Task<double> TheirsAsync() => TimedAsync(async connection =>
        {
            theirs = Guid.CreateVersion7();
            await using var command = new NpgsqlCommand(OneStatement, connection);
            await command.With(theirs, CycleId, Request.Rules.Select(r => r.DomainType).ToArray(), Request.Rules.Select(r => r.MinShareBasisPoints!.Value).ToArray()).ExecuteNonQueryAsync(cancel);
        });

        async Task<double> TimedAsync(Func<NpgsqlConnection, Task> act)
        {
            var start = Stopwatch.GetTimestamp();
            await using (var connection = await database.App.OpenConnectionAsync(cancel))
            {
                await using var transaction = await connection.BeginTransactionAsync(cancel);
                await using var enter = ScopeInterceptor.EnterCommand(system.Caller.Reach, connection, transaction);
                await enter.ExecuteNonQueryAsync(cancel);
                await act(connection);
                await transaction.CommitAsync(cancel);
            }

            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        async Task RequireEqualAsync()
        {
            const string differences = """
                select count(*) from (
                  (select ordinal, organization_id, rank, rank_from_lowest, score, reason from selection_items where selection_id = $1
                   except select ordinal, organization_id, rank, rank_from_lowest, score, reason from selection_items where selection_id = $2)
                  union all
                  (select ordinal, organization_id, rank, rank_from_lowest, score, reason from selection_items where selection_id = $2
                   except select ordinal, organization_id, rank, rank_from_lowest, score, reason from selection_items where selection_id = $1)
                  union all select ordinal, null, assessed, quota, listed, domain_type from selection_quotas where selection_id in ($1, $2)
                    group by 1, 3, 4, 5, 6 having count(*) <> 2) x
                """;
            var listed = await system.CountAsync(BenchSystem.Assessment, "select count(*) from selection_items where selection_id = $1", cancel, ours);
            if (listed == 0 || await system.CountAsync(BenchSystem.Assessment, differences, cancel, ours, theirs) != 0)
            {
                throw new InvalidOperationException($"The two selections are not the same: {listed} listed by us.");
            }
        }
    }

    private static async Task<AssessmentCycle> CycleAsync(BenchSystem system, ServiceDatabase database, CancellationToken cancel)
    {
        using var signal = new OutboxSignal();
        var options = new DbContextOptionsBuilder<AssessmentDb>().UseNpgsql(database.App).AddInterceptors(new ScopeInterceptor()).Options;
        await using var db = new AssessmentDb(options, new RequestContext(TimeProvider.System, signal) { Caller = system.Caller });
        return await db.Cycles.AsNoTracking().SingleAsync(cycle => cycle.Id == CycleId, cancel);
    }
}
