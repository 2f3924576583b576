using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Matching;

namespace PartyCloud.Pairing.Tests;

/// <summary>The definition of the best matching, written down a second time without any cleverness, to hold the matcher to.</summary>
internal static class ExhaustiveProgramme
{
    public static (int Matched, long Cost, string[] Helpers) Best(MatchingRuleSet rules, MatchingInput input)
    {
        var weights = rules.Weights!;
        var needs = input.Needs.Where(need => !input.Fixed.Any(couple => couple.NeedId == need.Id)).OrderBy(need => need.Code, StringComparer.Ordinal).ToArray();
        var helpers = input.Helpers.OrderBy(helper => helper.Code, StringComparer.Ordinal).ToArray();
        var used = helpers.Select(helper => input.Fixed.Count(couple => couple.HelperId == helper.Id)).ToArray();
        var chosen = new HelperCandidate?[needs.Length];
        (int Matched, long Cost, string[] Helpers) best = (-1, 0, []);
        Try(0, 0, 0);
        return best;

        void Try(int need, int matched, long cost)
        {
            if (need == needs.Length)
            {
                if (matched > best.Matched || (matched == best.Matched && cost < best.Cost))
                {
                    best = (matched, cost, [.. needs.Zip(chosen).Where(pair => pair.Second is not null).Select(pair => $"{pair.First.Id}>{pair.Second!.Id}")]);
                }

                return;
            }

            for (var i = 0; i < helpers.Length; i++)
            {
                if (used[i] < helpers[i].Capacity && Price(needs[need], helpers[i]) is { } price)
                {
                    chosen[need] = helpers[i];
                    var load = weights.Load * (helpers[i].Load + used[i]++);
                    Try(need + 1, matched + 1, cost + price + load);
                    used[i]--;
                }
            }

            chosen[need] = null;
            Try(need + 1, matched, cost);
        }

        long? Price(NeedCandidate need, HelperCandidate helper)
        {
            var priorities = rules.Rules.Where(rule => rule.HelperClass == helper.Class && need.Classes.Contains(rule.NeedClass)).Select(rule => rule.Priority).ToArray();
            var barred = need.LevelCode.StartsWith(helper.LevelCode, StringComparison.Ordinal)
                || helper.LevelCode.StartsWith(need.LevelCode, StringComparison.Ordinal)
                || input.Excluded.Contains(new Couple(need.Id, helper.Id));
            return priorities.Length == 0 || barred
                ? null
                : (weights.Class * (priorities.Min() - 1)) + (weights.Distance * Steps(need.LevelCode, helper.LevelCode));
        }
    }

    /// <summary>Counts edges by walking up from both ends until the walks meet.</summary>
    private static int Steps(string one, string other)
    {
        var steps = 0;
        while (one != other)
        {
            if (one.Length >= other.Length)
            {
                one = one[..^3];
            }
            else
            {
                other = other[..^3];
            }

            steps++;
        }

        return steps;
    }
}
