using PartyCloud.Pairing.Contracts;
using PartyCloud.ServiceDefaults;

namespace PartyCloud.Pairing.Matching;

/// <summary>
/// Proposes helpers for needs: as many needs as possible, then at least total cost, then the earliest helper by
/// business code for the earliest need by business code. Costs are class priority, distance in the tree and load.
/// </summary>
/// <remarks>
/// Class rules split the problem into parts that share no helper and no need (政法–乱 never competes with 经济–穷);
/// each part is solved by itself, which changes nothing about the optimum and much about the time.
/// </remarks>
internal sealed class Matcher
{
    private const int AlternativesShown = 3;
    private const long MostCells = 40_000_000;

    private readonly MatchingWeights weights;
    private readonly ClassRules rules;
    private readonly bool allowInOneLine;
    private readonly HashSet<Couple> excluded;
    private readonly NeedCandidate[] needs;
    private readonly HelperCandidate[] helpers;
    private readonly Dictionary<Guid, int> room;
    private readonly Dictionary<Guid, int> load;

    private Matcher(MatchingRuleSet ruleSet, MatchingInput input)
    {
        weights = ruleSet.Weights ?? new MatchingWeights();
        rules = new ClassRules(ruleSet);
        allowInOneLine = input.AllowInOneLine;
        excluded = [.. input.Excluded];
        helpers = [.. input.Helpers.OrderBy(helper => helper.Code, StringComparer.Ordinal)];

        var served = input.Fixed.Select(couple => couple.NeedId).ToHashSet();
        needs = [.. input.Needs.Where(need => !served.Contains(need.Id)).OrderBy(need => need.Code, StringComparer.Ordinal)];
        var borne = input.Fixed.GroupBy(couple => couple.HelperId).ToDictionary(group => group.Key, group => group.Count());
        room = helpers.ToDictionary(helper => helper.Id, helper => Math.Max(0, helper.Capacity - borne.GetValueOrDefault(helper.Id)));
        load = helpers.ToDictionary(helper => helper.Id, helper => helper.Load + borne.GetValueOrDefault(helper.Id));
    }

    public static MatchingResult Match(MatchingRuleSet ruleSet, MatchingInput input, CancellationToken cancellation = default)
    {
        var matcher = new Matcher(ruleSet, input);
        var solved = new Dictionary<Guid, SolvedNeed>();
        foreach (var part in matcher.rules.Parts(matcher.needs))
        {
            matcher.SolvePart(part, solved, cancellation);
        }

        return matcher.Explain(solved);
    }

    private void SolvePart(IReadOnlySet<string> helperClasses, Dictionary<Guid, SolvedNeed> solved, CancellationToken cancellation)
    {
        var columns = helpers.Where(helper => helperClasses.Contains(rules.Effective(helper.Class)) && room[helper.Id] > 0).ToArray();
        var rows = needs.Where(need => rules.HelperClassesFor(need).Any(helperClasses.Contains)).ToArray();
        Rule.Require((long)rows.Length * columns.Length <= MostCells, "programme.too-large-to-match", rows.Length, columns.Length);

        var costs = Array.ConvertAll(rows, need => CostsOf(need, columns));
        var firstUse = Array.ConvertAll(columns, helper => (long)weights.Load * load[helper.Id]);
        var columnOf = AssignmentSolver.Solve(costs, Array.ConvertAll(columns, helper => room[helper.Id]), firstUse, weights.Load, cancellation);
        for (var row = 0; row < rows.Length; row++)
        {
            solved.Add(rows[row].Id, new SolvedNeed(columns, costs[row], columnOf[row]));
        }
    }

    private int[] CostsOf(NeedCandidate need, HelperCandidate[] columns)
    {
        // The class cost is the same for all helpers of a class: look it up once per class, not once per helper.
        var classCosts = new Dictionary<string, int>(StringComparer.Ordinal);
        return Array.ConvertAll(columns, helper =>
        {
            if (!classCosts.TryGetValue(helper.Class, out var classCost))
            {
                classCost = rules.Best(need, helper.Class) is { } rule ? weights.Class * (rule.Priority - 1) : AssignmentSolver.Forbidden;
                classCosts.Add(helper.Class, classCost);
            }

            return classCost == AssignmentSolver.Forbidden || !MayHelp(helper, need)
                ? AssignmentSolver.Forbidden
                : classCost + (weights.Distance * TreeDistance.Between(need.LevelCode, helper.LevelCode));
        });
    }

    private bool MayHelp(HelperCandidate helper, NeedCandidate need) =>
        (allowInOneLine || !TreeDistance.InOneLine(need.LevelCode, helper.LevelCode))
        && !excluded.Contains(new Couple(need.Id, helper.Id));

    private MatchingResult Explain(Dictionary<Guid, SolvedNeed> solved)
    {
        var given = needs.Where(need => solved.GetValueOrDefault(need.Id)?.Helper is not null)
            .GroupBy(need => solved[need.Id].Helper!.Id)
            .ToDictionary(group => group.Key, group => group.Select(need => need.Id).ToArray());
        var matched = new List<MatchedNeed>();
        var unmatched = new List<UnmatchedNeed>();
        var borne = new Dictionary<Guid, int>(load);
        foreach (var need in needs)
        {
            var options = solved.GetValueOrDefault(need.Id);
            if (options?.Helper is { } helper)
            {
                matched.Add(new MatchedNeed(need.Id, helper.Id, CostOf(need, helper, borne[helper.Id]++), Alternatives(options, given)));
            }
            else
            {
                unmatched.Add(new UnmatchedNeed(need.Id, WhyNot(need)));
            }
        }

        return new MatchingResult(matched, unmatched, matched.Sum(proposal => proposal.Cost.Total));
    }

    private PairCost CostOf(NeedCandidate need, HelperCandidate helper, int borne)
    {
        var rule = rules.Best(need, helper.Class)!;
        var distance = TreeDistance.Between(need.LevelCode, helper.LevelCode);
        return new PairCost(
            helper.Class,
            rule.NeedClass,
            rule.Priority,
            (long)weights.Class * (rule.Priority - 1),
            distance,
            (long)weights.Distance * distance,
            borne,
            (long)weights.Load * borne);
    }

    /// <summary>The cheapest helpers not taken, in one pass: there may be thousands for each of thousands of needs.</summary>
    private List<AlternativeHelper> Alternatives(SolvedNeed options, Dictionary<Guid, Guid[]> given)
    {
        var cheapest = new List<(long Cost, HelperCandidate Helper)>(AlternativesShown + 1);
        for (var column = 0; column < options.Columns.Length; column++)
        {
            if (column == options.Column || options.Costs[column] == AssignmentSolver.Forbidden)
            {
                continue;
            }

            var helper = options.Columns[column];
            var cost = options.Costs[column] + ((long)weights.Load * load[helper.Id]);
            if (cheapest.Count == AlternativesShown && cost >= cheapest[^1].Cost)
            {
                continue;
            }

            // Helpers come in the order of their codes, so an equal stays behind the one that was there.
            var place = cheapest.FindIndex(option => cost < option.Cost);
            cheapest.Insert(place < 0 ? cheapest.Count : place, (cost, helper));
            if (cheapest.Count > AlternativesShown)
            {
                cheapest.RemoveAt(AlternativesShown);
            }
        }

        return cheapest.ConvertAll(option => new AlternativeHelper(option.Helper.Id, option.Cost, given.GetValueOrDefault(option.Helper.Id, [])));
    }

    private UnmatchedReason WhyNot(NeedCandidate need)
    {
        var classes = rules.HelperClassesFor(need);
        if (classes.Count == 0)
        {
            return UnmatchedReason.NoRule;
        }

        var ofClass = helpers.Where(helper => classes.Contains(rules.Effective(helper.Class))).ToArray();
        if (ofClass.Length == 0)
        {
            return UnmatchedReason.NoHelperOfClass;
        }

        var elsewhere = ofClass.Where(helper => allowInOneLine || !TreeDistance.InOneLine(need.LevelCode, helper.LevelCode)).ToArray();
        if (elsewhere.Length == 0)
        {
            return UnmatchedReason.OnlyInOneLine;
        }

        return elsewhere.All(helper => excluded.Contains(new Couple(need.Id, helper.Id)))
            ? UnmatchedReason.AllExcluded
            : UnmatchedReason.CapacityExhausted;
    }

    /// <summary>A row of a solved part: the helpers it could have, what each costs, and the one it got.</summary>
    private sealed record SolvedNeed(HelperCandidate[] Columns, int[] Costs, int Column)
    {
        public HelperCandidate? Helper => Column == AssignmentSolver.None ? null : Columns[Column];
    }
}
