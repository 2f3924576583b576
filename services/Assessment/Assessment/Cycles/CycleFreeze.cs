using Npgsql;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Schemes;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>A value that must be there and is not.</summary>
internal sealed record MissingScore(Guid OrganizationId, string Code, string Name, string Stage, string Indicator);

/// <summary>What a freeze came to; with a missing score nothing was written.</summary>
internal sealed record Frozen(int Assessed, long MissingCount, IReadOnlyList<MissingScore> Missing);

/// <summary>
/// Takes the snapshot of a cycle and counts, ranks and grades everybody in it: four reads in sets, the pure rules in memory, one COPY.
/// </summary>
internal sealed class CycleFreeze(ServiceDatabase database)
{
    internal const int MissingShown = 1000;

    /// <param name="connection">In the caller's transaction and scope; the cycle was found in that scope and nobody else writes it.</param>
    internal async Task<Frozen> RunAsync(NpgsqlConnection connection, AssessmentCycle cycle, SchemeContent scheme, CancellationToken cancel)
    {
        // History and scores are read by the service itself: what an organization was at the cut-off counts, even where it has left the caller's scope since.
        await using var system = await database.System.OpenConnectionAsync(cancel);
        var snapshot = Snapshot.Take(await HistoryAsync(system, cycle, cancel), cycle.ScopeOrganizationId, EndOf(cycle.CutOff), cycle.Kinds);
        var excluded = await IdsAsync(system, "select organization_id from cycle_exclusions where cycle_id = $1", cancel, cycle.Id);
        var assessed = snapshot.Select(o => o.IsAssessed && !excluded.Contains(o.Id)).ToArray();
        var plan = new ScoringPlan(scheme);
        var (scores, missingCount, missing) = await ScoreAsync(system, cycle.Id, plan, snapshot, assessed, cancel);
        if (missingCount > 0)
        {
            return new(assessed.Count(a => a), missingCount, missing);
        }

        var results = Rate(scheme, snapshot, assessed, scores, await LastRanksAsync(system, cycle, cancel));
        await WriteAsync(connection, cycle, snapshot, assessed, results, await PlacesAsync(system, cycle, cancel), cancel);
        return new(assessed.Count(a => a), 0, []);
    }

    private static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));

    private static async Task<List<OrganizationAsOf>> HistoryAsync(NpgsqlConnection system, AssessmentCycle cycle, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select organization_id, version, known_at, code, level_code, name, domain_type, kind, parent_id, region_code, active
            from organization_versions
            where organization_id in (
              select v.organization_id from organization_versions v
              join (select distinct level_code from organization_versions where organization_id = $1 union select $2) s
                on v.level_code >= s.level_code and v.level_code < s.level_code || '~')
               or organization_id in (select id from organization_replica where level_code = any($3))
            """, system) { CommandTimeout = Visibility.SetSeconds };
        await using var reader = await command.With(
            cycle.ScopeOrganizationId, cycle.LevelCode, LevelCode.SelfAndAncestors(cycle.LevelCode).ToArray()).ExecuteReaderAsync(cancel);
        var history = new List<OrganizationAsOf>();
        while (await reader.ReadAsync(cancel))
        {
            history.Add(new(
                reader.GetGuid(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.GetString(6), reader.GetString(7), reader.Nullable<Guid>(8), await reader.IsDBNullAsync(9, cancel) ? null : reader.GetString(9), reader.GetBoolean(10)));
        }

        return history;
    }

    /// <summary>Reads the values in the order of organizations, so that one row of them is in memory at a time.</summary>
    private static async Task<(CompositeScore[] Scores, long MissingCount, List<MissingScore> Missing)> ScoreAsync(
        NpgsqlConnection system, Guid cycleId, ScoringPlan plan, IReadOnlyList<SnapshotOrganization> snapshot, bool[] assessed, CancellationToken cancel)
    {
        var position = new Dictionary<Guid, int>(snapshot.Count);
        for (var i = 0; i < snapshot.Count; i++)
        {
            position[snapshot[i].Id] = i;
        }

        var empty = plan.Score(new decimal?[plan.Width]);
        var scores = new CompositeScore[snapshot.Count];
        Array.Fill(scores, empty);
        var row = new decimal?[plan.Width];
        var incomplete = new Dictionary<int, decimal?[]>();
        await using (var command = new NpgsqlCommand(
            "select organization_id, slot, value from scores where cycle_id = $1 order by organization_id, slot", system)
        { CommandTimeout = Visibility.SetSeconds })
        await using (var reader = await command.With(cycleId).ExecuteReaderAsync(cancel))
        {
            var current = -1;
            var currentId = Guid.Empty;
            while (await reader.ReadAsync(cancel))
            {
                var id = reader.GetGuid(0);
                if (id != currentId)
                {
                    Count();
                    (currentId, current) = (id, position.GetValueOrDefault(id, -1));
                }

                row[reader.GetInt16(1)] = reader.GetDecimal(2);
            }

            Count();

            void Count()
            {
                if (current >= 0)
                {
                    scores[current] = plan.Score(row);
                    if (scores[current].Missing > 0 && incomplete.Count < MissingShown)
                    {
                        incomplete[current] = [.. row];
                    }
                }

                Array.Clear(row);
            }
        }

        long count = 0;
        var missing = new List<MissingScore>();
        for (var i = 0; i < snapshot.Count; i++)
        {
            if (!assessed[i] || scores[i].Missing == 0)
            {
                continue;
            }

            count += scores[i].Missing;
            var values = incomplete.GetValueOrDefault(i);
            foreach (var slot in plan.RequiredSlots.Where(slot => values?[slot] is null).Take(MissingShown - missing.Count))
            {
                var (stage, indicator) = plan.At(slot);
                missing.Add(new(snapshot[i].Id, snapshot[i].Code, snapshot[i].Name, stage, indicator.Code));
            }
        }

        return (scores, count, missing);
    }

    private static Result[] Rate(
        SchemeContent scheme, IReadOnlyList<SnapshotOrganization> snapshot, bool[] assessed, CompositeScore[] scores, Dictionary<Guid, int> lastRanks)
    {
        int[] rated = [.. Enumerable.Range(0, snapshot.Count).Where(i => assessed[i])];
        var typeIndex = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] types = [.. rated.Select(i => typeIndex.TryGetValue(snapshot[i].DomainType, out var t) ? t : typeIndex[snapshot[i].DomainType] = typeIndex.Count)];
        decimal[] values = [.. rated.Select(i => scores[i].Score)];
        var ranks = Ranking.ByType(types, values);
        var fromLowest = Ranking.ByType(types, [.. values.Select(v => -v)]);
        var bands = Grading.Assign(scheme.Grades, [.. rated.Select(i => new Graded(scores[i].Score, scores[i].Vetoed, scores[i].Satisfaction, Last(i)))]);
        var results = new Result[snapshot.Count];
        for (var r = 0; r < rated.Length; r++)
        {
            var score = scores[rated[r]];
            results[rated[r]] = new(
                score.Score, score.Satisfaction, score.Vetoed, scheme.Grades[bands[r]].Grade, Grading.IsListed(scheme.Grades, bands[r]), ranks[r], fromLowest[r], Last(rated[r]));
        }

        return results;

        int? Last(int i) => lastRanks.TryGetValue(snapshot[i].Id, out var rank) ? rank : null;
    }

    private static async Task<Dictionary<Guid, int>> LastRanksAsync(NpgsqlConnection system, AssessmentCycle cycle, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            select organization_id, rank from cycle_organizations where rank is not null and cycle_id = (
              select id from cycles where scope_organization_id = $1 and year = $2 and state in ('frozen', 'finalized') order by frozen_at desc limit 1)
            """, system) { CommandTimeout = Visibility.SetSeconds };
        await using var reader = await command.With(cycle.ScopeOrganizationId, cycle.Year - 1).ExecuteReaderAsync(cancel);
        var ranks = new Dictionary<Guid, int>();
        while (await reader.ReadAsync(cancel))
        {
            ranks[reader.GetGuid(0)] = reader.GetInt32(1);
        }

        return ranks;
    }

    /// <summary>Where each organization stands today: that decides who may see its row, and nothing else.</summary>
    private static async Task<Dictionary<Guid, string>> PlacesAsync(NpgsqlConnection system, AssessmentCycle cycle, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select id, level_code from organization_replica where level_code >= $1 and level_code < $2", system) { CommandTimeout = Visibility.SetSeconds };
        await using var reader = await command.With(cycle.LevelCode, cycle.LevelCode + LevelCode.AfterSubtree).ExecuteReaderAsync(cancel);
        var places = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(cancel))
        {
            places[reader.GetGuid(0)] = reader.GetString(1);
        }

        return places;
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, AssessmentCycle cycle, IReadOnlyList<SnapshotOrganization> snapshot, bool[] assessed, Result[] results,
        Dictionary<Guid, string> places, CancellationToken cancel)
    {
        // COPY is refused on a table with row security, so it goes through one of this transaction's own.
        await RecordScores.ExecuteAsync(connection, "create temp table snapshot (like cycle_organizations) on commit drop", cancel);
        await using (var copy = await connection.BeginBinaryImportAsync("""
            copy snapshot (cycle_id, position, organization_id, level_code, code, name, domain_type, kind, parent_id, is_direct, district_id, district_code,
              assessed, score, satisfaction, vetoed, grade, listed, rank, rank_from_lowest, last_rank) from stdin (format binary)
            """, cancel))
        {
            for (var i = 0; i < snapshot.Count; i++)
            {
                var (o, r) = (snapshot[i], results[i]);
                await copy.WriteRowAsync(
                    cancel, cycle.Id, i, o.Id, Place(o), o.Code, o.Name, o.DomainType, o.Kind, Box(o.ParentId), o.IsDirect, Box(o.DistrictId), Box(o.DistrictCode),
                    assessed[i], Box(r?.Score), Box(r?.Satisfaction), r?.Vetoed ?? false, Box(r?.Grade), r?.Listed ?? false, Box(r?.Rank), Box(r?.RankFromLowest), Box(r?.LastRank));
            }

            await copy.CompleteAsync(cancel);
        }

        await RecordScores.ExecuteAsync(connection, "insert into cycle_organizations select * from snapshot", cancel);

        string Place(SnapshotOrganization o) =>
            places.TryGetValue(o.Id, out var today) ? today : LevelCode.IsWithin(o.LevelCode, cycle.LevelCode) ? o.LevelCode : cycle.LevelCode;
        static object Box<T>(T value) => value is null ? DBNull.Value : value;
    }

    private static async Task<HashSet<Guid>> IdsAsync(NpgsqlConnection system, string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, system);
        await using var reader = await command.With(values).ExecuteReaderAsync(cancel);
        var ids = new HashSet<Guid>();
        while (await reader.ReadAsync(cancel))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    private sealed record Result(decimal Score, decimal? Satisfaction, bool Vetoed, string Grade, bool Listed, int Rank, int RankFromLowest, int? LastRank);
}
