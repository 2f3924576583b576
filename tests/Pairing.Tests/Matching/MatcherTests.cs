using System.Diagnostics;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Matching;
using Xunit.Abstractions;

namespace PartyCloud.Pairing.Tests;

public sealed class MatcherTests(ITestOutputHelper output)
{
    private static readonly NeedCandidate[] FourVillages =
    [
        Need("V1", "00100A001", "disorderly"), Need("V2", "00100A002", "poor"),
        Need("V3", "00100B001", "weak"), Need("V4", "00100B002", "specialized"),
    ];

    private static readonly HelperCandidate[] FourBureaus =
    [
        Helper("B1", "001001001", "legalAffairs"), Helper("B2", "001001002", "economic"),
        Helper("B3", "001001003", "partyAffairs"), Helper("B4", "001001004", "agricultural"),
    ];

    [Fact]
    public void T67_bureaus_to_villages_gives_exactly_one_proposal_each()
    {
        var result = Matcher.Match(RuleSetTemplates.BureausToVillages, Input(FourVillages, FourBureaus));

        Assert.Equal(["V1-B1", "V2-B2", "V3-B3", "V4-B4"], Names(result, FourVillages, FourBureaus));
        Assert.Empty(result.Unmatched);
    }

    [Fact]
    public void T67_the_pairing_principle_leaves_the_agricultural_bureau_and_the_specialized_village_unmatched()
    {
        var result = Matcher.Match(RuleSetTemplates.PairingPrinciple, Input(FourVillages, FourBureaus));

        Assert.Equal(["V1-B1", "V2-B2", "V3-B3"], Names(result, FourVillages, FourBureaus));
        Assert.Equal([new UnmatchedNeed(FourVillages[3].Id, UnmatchedReason.NoRule)], result.Unmatched);
    }

    [Fact]
    public void T67_under_the_pairing_principle_another_class_of_party_department_takes_part_only_when_mapped()
    {
        HelperCandidate[] bureaus = [.. FourBureaus[..2], Helper("B3", "001001003", "partyGovernment"), FourBureaus[3]];
        var mapped = RuleSetTemplates.PairingPrinciple with { ClassMappings = [new("partyGovernment", "partyAffairs")] };

        var without = Matcher.Match(RuleSetTemplates.PairingPrinciple, Input(FourVillages, bureaus));
        var with = Matcher.Match(mapped, Input(FourVillages, bureaus));

        Assert.Equal(["V1-B1", "V2-B2"], Names(without, FourVillages, bureaus));
        Assert.Contains(new UnmatchedNeed(FourVillages[2].Id, UnmatchedReason.NoHelperOfClass), without.Unmatched);
        Assert.Equal(["V1-B1", "V2-B2", "V3-B3"], Names(with, FourVillages, bureaus));
    }

    [Fact]
    public void A_proposal_says_what_it_costs_and_what_the_alternatives_would_have_cost()
    {
        HelperCandidate[] bureaus = [Helper("B1", "001001001", "economic", load: 2), Helper("B2", "001002001", "economic"), Helper("B3", "002001001", "economic")];
        NeedCandidate[] villages = [Need("V1", "001001002", "poor")];

        var proposal = Assert.Single(Matcher.Match(RuleSetTemplates.BureausToVillages, Input(villages, bureaus)).Matched);

        // B2 is four steps away and bears nothing: 40; B1 two steps away with two pairs: 20 + 50; B3 six steps away: 60.
        Assert.Equal(new PairCost("economic", "poor", 1, 0, 4, 40, 0, 0), proposal.Cost);
        Assert.Equal([(bureaus[2].Id, 60L), (bureaus[0].Id, 70L)], proposal.Alternatives.Select(option => (option.HelperId, option.Cost)));
    }

    [Fact]
    public void An_alternative_that_helps_another_need_says_so()
    {
        HelperCandidate[] bureaus = [Helper("B1", "001001001", "economic"), Helper("B2", "002001001", "economic")];
        NeedCandidate[] villages = [Need("V1", "001001002", "poor"), Need("V2", "002001002", "poor")];

        var result = Matcher.Match(RuleSetTemplates.BureausToVillages, Input(villages, bureaus));

        Assert.Equal(["V1-B1", "V2-B2"], Names(result, villages, bureaus));
        var alternative = Assert.Single(result.Matched[0].Alternatives);
        Assert.Equal((bureaus[1].Id, villages[1].Id), (alternative.HelperId, Assert.Single(alternative.HelpsInstead)));
    }

    [Fact]
    public void A_lower_priority_number_is_worth_a_longer_way()
    {
        var rules = new MatchingRuleSet("两级", [new("economic", "poor", 1), new("legalAffairs", "poor", 2)]);
        HelperCandidate[] bureaus = [Helper("B1", "001001001", "legalAffairs"), Helper("B2", "002001001", "economic")];
        NeedCandidate[] villages = [Need("V1", "001001002", "poor")];

        Assert.Equal(["V1-B2"], Names(Matcher.Match(rules, Input(villages, bureaus)), villages, bureaus));
    }

    [Fact]
    public void Any_of_the_classes_of_a_need_may_find_the_helper()
    {
        NeedCandidate[] villages = [Need("V1", "001002001", "specialized", "poor")];
        HelperCandidate[] bureaus = [Helper("B1", "001001001", "economic")];

        var result = Matcher.Match(RuleSetTemplates.PairingPrinciple, Input(villages, bureaus));

        Assert.Equal("poor", Assert.Single(result.Matched).Cost.NeedClass);
    }

    [Fact]
    public void No_organization_helps_its_superior_its_subordinate_or_itself()
    {
        HelperCandidate[] bureaus = [Helper("B1", "001", "economic"), Helper("B2", "001002003", "economic"), Helper("B3", "001002", "economic")];
        NeedCandidate[] villages = [Need("V1", "001002", "poor")];

        var result = Matcher.Match(RuleSetTemplates.BureausToVillages, Input(villages, bureaus));

        Assert.Equal([new UnmatchedNeed(villages[0].Id, UnmatchedReason.OnlyInOneLine)], result.Unmatched);
    }

    [Fact]
    public void Members_of_one_branch_may_help_each_other()
    {
        HelperCandidate[] helpers = [Helper("M1", "001002", "wealthyMember")];
        NeedCandidate[] needs = [Need("M2", "001002", "poorMember")];

        var result = Matcher.Match(RuleSetTemplates.PairingPrinciple, Input(needs, helpers) with { AllowInOneLine = true });

        Assert.Equal(0, Assert.Single(result.Matched).Cost.Distance);
    }

    [Fact]
    public void Fixed_pairs_stay_and_count_against_capacity_and_load()
    {
        HelperCandidate[] bureaus = [Helper("B1", "001001001", "economic"), Helper("B2", "009001001", "economic", capacity: 2)];
        NeedCandidate[] villages = [Need("V1", "001001002", "poor"), Need("V2", "001001003", "poor")];

        var result = Matcher.Match(
            RuleSetTemplates.BureausToVillages,
            Input(villages, bureaus) with { Fixed = [new Couple(villages[1].Id, bureaus[0].Id)] });

        var proposal = Assert.Single(result.Matched);
        Assert.Equal((villages[0].Id, bureaus[1].Id, 0), (proposal.NeedId, proposal.HelperId, proposal.Cost.Load));

        var second = Matcher.Match(
            RuleSetTemplates.BureausToVillages,
            Input(villages, bureaus) with { Fixed = [new Couple(villages[1].Id, bureaus[1].Id)], Excluded = [new Couple(villages[0].Id, bureaus[0].Id)] });
        Assert.Equal((bureaus[1].Id, 1), (Assert.Single(second.Matched).HelperId, second.Matched[0].Cost.Load));
    }

    [Fact]
    public void A_rejected_pair_is_not_proposed_again()
    {
        HelperCandidate[] bureaus = [Helper("B1", "001001001", "economic")];
        NeedCandidate[] villages = [Need("V1", "001001002", "poor")];

        var result = Matcher.Match(
            RuleSetTemplates.BureausToVillages, Input(villages, bureaus) with { Excluded = [new Couple(villages[0].Id, bureaus[0].Id)] });

        Assert.Equal([new UnmatchedNeed(villages[0].Id, UnmatchedReason.AllExcluded)], result.Unmatched);
    }

    [Fact]
    public void Of_more_needs_than_helpers_the_earlier_of_equals_is_served_and_the_other_learns_why()
    {
        HelperCandidate[] bureaus = [Helper("B1", "001001001", "economic")];
        NeedCandidate[] villages = [Need("V2", "001001003", "poor"), Need("V1", "001001002", "poor")];

        var result = Matcher.Match(RuleSetTemplates.BureausToVillages, Input(villages, bureaus));

        Assert.Equal(["V1-B1"], Names(result, villages, bureaus));
        Assert.Equal([new UnmatchedNeed(villages[0].Id, UnmatchedReason.CapacityExhausted)], result.Unmatched);
    }

    [Fact]
    public void Small_programmes_are_matched_as_exhaustive_search_matches_them()
    {
        var random = new Random(67);
        for (var round = 0; round < 1500; round++)
        {
            var (rules, input) = RandomProgramme(random, random.Next(1, 6), random.Next(1, 6), exclusions: random.Next(0, 5), fixedPairs: random.Next(0, 3));

            var result = Matcher.Match(rules, input);

            var expected = ExhaustiveProgramme.Best(rules, input);
            Assert.Equal((round, expected.Matched, expected.Cost), (round, result.Matched.Count, result.TotalCost));
            Assert.Equal(expected.Helpers, result.Matched.Select(proposal => $"{proposal.NeedId}>{proposal.HelperId}").ToArray());
        }
    }

    [Fact]
    public void The_order_in_which_needs_and_helpers_arrive_changes_nothing()
    {
        var random = new Random(4);
        for (var round = 0; round < 50; round++)
        {
            var (rules, input) = RandomProgramme(random, 40, 30, exclusions: 40, fixedPairs: 5);
            var expected = Describe(Matcher.Match(rules, input));
            for (var shuffle = 0; shuffle < 4; shuffle++)
            {
                var (needs, helpers) = (input.Needs.ToArray(), input.Helpers.ToArray());
                random.Shuffle(needs);
                random.Shuffle(helpers);

                Assert.Equal(expected, Describe(Matcher.Match(rules, input with { Needs = needs, Helpers = helpers })));
            }
        }

        static string Describe(MatchingResult result) =>
            string.Join('\n', result.Matched.Select(proposal =>
                $"{proposal.NeedId} {proposal.HelperId} {proposal.Cost} {string.Join(' ', proposal.Alternatives.Select(option => $"{option.HelperId}={option.Cost}"))}"))
            + string.Join('\n', result.Unmatched);
    }

    [Theory]
    [InlineData("four classes, one helper class each", false, 30, 4)]
    [InlineData("any class may help any", true, 30, 4)]
    [InlineData("any class, few townships, so nearly everything is a tie", true, 3, 4)]
    [InlineData("any class, every need and helper at a place of its own", true, 2000, 1)]
    public void Two_thousand_needs_and_five_thousand_helpers_are_matched_in_seconds(string shape, bool anyToAny, int townships, int classes)
    {
        var random = new Random(2000);
        string[] needClasses = ["disorderly", "poor", "weak", "specialized"], helperClasses = ["legalAffairs", "economic", "partyAffairs", "agricultural"];
        var rules = anyToAny
            ? new MatchingRuleSet("任意", [.. helperClasses.SelectMany((helper, i) => needClasses.Select((need, j) => new MatchingRule(helper, need, 1 + ((i + j) % 4))))])
            : RuleSetTemplates.BureausToVillages;
        NeedCandidate[] needs = [.. Enumerable.Range(0, 2000).Select(i => Need($"V{i:D5}", $"001{random.Next(townships):D3}{i % 1000:D3}{i / 1000:D3}", needClasses[random.Next(classes)]))];
        HelperCandidate[] helpers = [.. Enumerable.Range(0, 5000).Select(i =>
            Helper($"B{i:D5}", $"001{random.Next(townships):D3}9{i % 100:D2}{i / 100:D3}", helperClasses[random.Next(classes)], random.Next(1, 4), random.Next(0, 3)))];

        var clock = Stopwatch.StartNew();
        var result = Matcher.Match(rules, Input(needs, helpers));

        output.WriteLine($"{shape}: {clock.Elapsed.TotalSeconds:F2} s, {result.Matched.Count} proposals, total cost {result.TotalCost}");
        Assert.Equal(2000, result.Matched.Count + result.Unmatched.Count);
        Assert.All(result.Matched.GroupBy(proposal => proposal.HelperId), group => Assert.True(group.Count() <= helpers.Single(helper => helper.Id == group.Key).Capacity));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(120), $"{shape} took {clock.Elapsed}");
    }

    [Fact]
    public void A_shortage_of_helpers_among_thousands_is_settled_in_seconds_too()
    {
        var random = new Random(5000);
        NeedCandidate[] needs = [.. Enumerable.Range(0, 2000).Select(i => Need($"V{i:D5}", $"001{random.Next(40):D3}{i % 1000:D3}{i / 1000:D3}", "poor"))];
        HelperCandidate[] helpers = [.. Enumerable.Range(0, 1500).Select(i => Helper($"B{i:D5}", $"001{random.Next(40):D3}9{i % 100:D2}{i / 100:D3}", "economic"))];

        var clock = Stopwatch.StartNew();
        var result = Matcher.Match(RuleSetTemplates.BureausToVillages, Input(needs, helpers));

        output.WriteLine($"2,000 needs for 1,500 places: {clock.Elapsed.TotalSeconds:F2} s, total cost {result.TotalCost}");
        Assert.Equal((1500, 500), (result.Matched.Count, result.Unmatched.Count));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(120), $"took {clock.Elapsed}");
    }

    private static (MatchingRuleSet Rules, MatchingInput Input) RandomProgramme(Random random, int needs, int helpers, int exclusions, int fixedPairs)
    {
        string[] needClasses = ["disorderly", "poor", "weak"], helperClasses = ["legalAffairs", "economic", "partyAffairs"];
        var rules = new MatchingRuleSet(
            "随机",
            [.. helperClasses.SelectMany(helper => needClasses.Where(_ => random.Next(3) > 0).Select(need => new MatchingRule(helper, need, random.Next(1, 3)))).DefaultIfEmpty(new("economic", "poor"))],
            Weights: new MatchingWeights(random.Next(0, 3) * 10, random.Next(0, 3) * 5, random.Next(0, 3) * 5));
        NeedCandidate[] villages = [.. Enumerable.Range(0, needs).Select(i => Need($"V{i:D2}", Place(random), [.. needClasses.OrderBy(_ => random.Next()).Take(random.Next(1, 3))]))];
        HelperCandidate[] bureaus = [.. Enumerable.Range(0, helpers).Select(i => Helper($"B{i:D2}", Place(random), helperClasses[random.Next(3)], random.Next(0, 3), random.Next(0, 3)))];
        Couple AnyCouple() => new(villages[random.Next(needs)].Id, bureaus[random.Next(helpers)].Id);
        return (rules, new MatchingInput(
            villages,
            bureaus,
            [.. Enumerable.Range(0, fixedPairs).Select(_ => AnyCouple()).DistinctBy(couple => couple.NeedId)],
            [.. Enumerable.Range(0, exclusions).Select(_ => AnyCouple())]));
    }

    private static string Place(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"00{random.Next(1, 3)}"));

    private static MatchingInput Input(NeedCandidate[] needs, HelperCandidate[] helpers) => new(needs, helpers, [], []);

    private static NeedCandidate Need(string code, string levelCode, params string[] classes) => new(Guid.CreateVersion7(), code, levelCode, classes);

    private static HelperCandidate Helper(string code, string levelCode, string @class, int capacity = 1, int load = 0) =>
        new(Guid.CreateVersion7(), code, levelCode, @class, capacity, load);

    private static string[] Names(MatchingResult result, NeedCandidate[] needs, HelperCandidate[] helpers) =>
        [.. result.Matched.Select(proposal => $"{needs.Single(need => need.Id == proposal.NeedId).Code}-{helpers.Single(helper => helper.Id == proposal.HelperId).Code}")];
}
