using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Selection;

/// <summary>A listed organization by its place in the snapshot.</summary>
internal readonly record struct ListedPlace(int Position, ListingReason Reason, TieBreak? DecidedBy);

/// <summary>What a run over a snapshot came to, in terms of the snapshot.</summary>
internal sealed record RunOutcome(IReadOnlyList<ListedPlace> Items, IReadOnlyList<SelectionQuota> Quotas, IReadOnlyList<int> Missing, IReadOnlyList<OpenTie> Ties);

/// <summary>A tie that waits for a recorded decision.</summary>
internal sealed record OpenTie(string DomainType, Guid? DistrictId, int ToChoose, IReadOnlyList<int> Positions);

/// <summary>
/// Runs a selection over the frozen snapshot of a cycle: one narrow read, the pure rule in memory. This is the entry point that the
/// benchmark holds against the one SQL statement that does the same.
/// </summary>
internal static class SelectionRun
{
    internal static async Task<RunOutcome> ComputeAsync(NpgsqlConnection connection, Guid cycleId, SelectWeakRequest request, CancellationToken cancel)
    {
        var decisions = await DecisionsAsync(connection, cycleId, request, cancel);
        var (candidates, districts) = await ReadAsync(connection, cycleId, request, cancel);
        var outcome = WeakSelection.Run(
            candidates, request.Rules, request.TiePolicy, request.Per,
            [.. decisions.Select(d => new Decided(d.Rule, d.DistrictId is { } id ? districts.IndexOf(id) : -1, d.Positions))]);
        return new(
            [.. outcome.Items.Select(i => new ListedPlace(i.Candidate, i.Reason, i.DecidedBy))],
            [.. outcome.Quotas.Select(q => new SelectionQuota(request.Rules[q.Rule].DomainType, q.Assessed, q.Quota, q.Listed, District(q.District)))],
            outcome.Missing,
            [.. outcome.Undecided.Select(u => new OpenTie(request.Rules[u.Rule].DomainType, District(u.District), u.ToChoose, u.Candidates))]);

        Guid? District(int index) => index < 0 ? null : districts[index];
    }

    /// <summary>The same list has the same digest, whoever runs it and when.</summary>
    internal static string Digest(Guid cycleId, RunOutcome outcome)
    {
        var text = new StringBuilder(cycleId.ToString());
        foreach (var item in outcome.Items)
        {
            text.Append('\n').Append(item.Position).Append(' ').Append(item.Reason).Append(' ').Append(item.DecidedBy);
        }

        foreach (var q in outcome.Quotas)
        {
            text.Append('\n').Append(q.DomainType).Append(' ').Append(q.DistrictId).Append(' ').Append(q.Assessed).Append(' ').Append(q.Quota).Append(' ').Append(q.Listed);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    internal static void RequireSound(SelectWeakRequest request)
    {
        var faults = new List<FieldError>();
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var r = 0; r < request.Rules.Count; r++)
        {
            var rule = request.Rules[r];
            if (!types.Add(rule.DomainType))
            {
                faults.Add(new($"rules[{r}].domainType", "selection.type-twice", rule.DomainType));
            }

            if (rule.DomainType.Length is 0 or > 40)
            {
                faults.Add(new($"rules[{r}].domainType", "field.length", 1, 40));
            }

            if (rule.MinShareBasisPoints is < 0 or > 10_000)
            {
                faults.Add(new($"rules[{r}].minShareBasisPoints", "field.range", 0, 10_000));
            }
        }

        for (var d = 0; d < (request.Decisions?.Count ?? 0); d++)
        {
            if (!types.Contains(request.Decisions![d].DomainType))
            {
                faults.Add(new($"decisions[{d}].domainType", "field.unknown", request.Decisions[d].DomainType));
            }
        }

        if (faults.Count > 0)
        {
            throw new FieldException(faults);
        }
    }

    /// <summary>Candidates stand at their position in the snapshot; who is not asked about has no rule.</summary>
    private static async Task<(Candidate[] Candidates, List<Guid> Districts)> ReadAsync(
        NpgsqlConnection connection, Guid cycleId, SelectWeakRequest request, CancellationToken cancel)
    {
        await using var size = new NpgsqlCommand("select coalesce(max(position) + 1, 0) from cycle_organizations where cycle_id = $1", connection);
        var candidates = new Candidate[(int)(await size.With(cycleId).ExecuteScalarAsync(cancel))!];
        Array.Fill(candidates, new Candidate(-1, -1, null, false));

        // What the policy does not look at is not read.
        var perDistrict = request.Per is SelectionPer.District;
        var ordered = request.TiePolicy is TiePolicy.Ordered;
        var satisfaction = ordered || request.Rules.Any(r => r.SatisfactionBelow is not null);
        await using var command = new NpgsqlCommand($"""
            select o.position, r.rule, o.score, o.listed, {(satisfaction ? "o.satisfaction" : "null::numeric")}, {(ordered ? "o.last_rank" : "null::int")}, {(perDistrict ? "o.district_id" : "null::uuid")}
            from cycle_organizations o join unnest($2, $3) as r (domain_type, rule) on r.domain_type = o.domain_type
            where o.cycle_id = $1 and o.assessed
            """, connection) { CommandTimeout = Visibility.SetSeconds };
        await using var reader = await command.With(
            cycleId, request.Rules.Select(r => r.DomainType).ToArray(), Enumerable.Range(0, request.Rules.Count).ToArray()).ExecuteReaderAsync(cancel);
        var districts = new List<Guid>();
        var districtIndex = new Dictionary<Guid, int>();
        while (await reader.ReadAsync(cancel))
        {
            var district = -1;
            if (perDistrict && reader.Nullable<Guid>(6) is { } id && !districtIndex.TryGetValue(id, out district))
            {
                district = districtIndex[id] = districts.Count;
                districts.Add(id);
            }

            candidates[reader.GetInt32(0)] = new(
                reader.GetInt32(1), district, reader.Nullable<decimal>(2), reader.GetBoolean(3),
                satisfaction ? reader.Nullable<decimal>(4) : null, ordered ? reader.Nullable<int>(5) : null);
        }

        return InOrder(candidates, districts);
    }

    /// <summary>Rows come in any order, so districts are put into the order of the snapshot: two runs number them alike.</summary>
    private static (Candidate[] Candidates, List<Guid> Districts) InOrder(Candidate[] candidates, List<Guid> districts)
    {
        if (districts.Count == 0)
        {
            return (candidates, districts);
        }

        var order = new int[districts.Count];
        Array.Fill(order, -1);
        var sorted = new List<Guid>(districts.Count);
        for (var i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].District is >= 0 and var d)
            {
                if (order[d] < 0)
                {
                    order[d] = sorted.Count;
                    sorted.Add(districts[d]);
                }

                candidates[i] = candidates[i] with { District = order[d] };
            }
        }

        return (candidates, sorted);
    }

    private static async Task<List<(int Rule, Guid? DistrictId, int[] Positions)>> DecisionsAsync(
        NpgsqlConnection connection, Guid cycleId, SelectWeakRequest request, CancellationToken cancel)
    {
        var decided = new List<(int, Guid?, int[])>();
        foreach (var decision in request.Decisions ?? [])
        {
            await using var command = new NpgsqlCommand("select position from cycle_organizations where cycle_id = $1 and organization_id = any($2)", connection);
            await using var reader = await command.With(cycleId, decision.OrganizationIds.ToArray()).ExecuteReaderAsync(cancel);
            var positions = new List<int>();
            while (await reader.ReadAsync(cancel))
            {
                positions.Add(reader.GetInt32(0));
            }

            Rule.Require(positions.Count == decision.OrganizationIds.Count, "selection.decision-unknown-organization", decision.DomainType);
            var rule = request.Rules.Index().First(r => r.Item.DomainType == decision.DomainType).Index;
            decided.Add((rule, request.Per is SelectionPer.District ? decision.DistrictId : null, [.. positions]));
        }

        return decided;
    }
}
