using System.Net;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests.Proposals;

public sealed class MatchProgrammeTests(PairingApp app) : IClassFixture<PairingApp>
{
    private static readonly (string Helper, string Need)[] Classes =
        [("legalAffairs", "disorderly"), ("economic", "poor"), ("partyAffairs", "weak"), ("agricultural", "specialized")];

    [Theory]
    [InlineData("bureausToVillages", 4)]
    [InlineData("pairingPrinciple", 3)]
    public async Task T67_each_table_proposes_what_it_knows(string template, int expected)
    {
        var (county, programme) = await HasFourAndFour(template);

        var job = await county.Matched(programme);

        Assert.Equal((JobState.Succeeded, $"/api/v1/pairing/programmes/{programme}/proposals"), (job.State, job.ResultUrl));
        var proposals = await county.Proposals(programme);
        Assert.Equal(Classes.Take(expected), proposals.Select(proposal => (proposal.Reasons.HelperClass, proposal.Reasons.NeedClass)).OrderBy(pair => Array.IndexOf(Classes, pair)));
        var unmatched = (await county.Needs(programme)).Where(need => need.UnmatchedReason is not null).Select(need => (need.NeedClass, need.UnmatchedReason!));
        Assert.Equal(expected == 4 ? [] : [("specialized", "noRule")], unmatched);
    }

    [Fact]
    public async Task A_proposal_carries_its_reasons_and_alternatives()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", await county.HasVillage()));
        await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau()), new HelperRequest("economic", await county.HasBureau()));

        await county.Matched(programme);

        var proposal = Assert.Single(await county.Proposals(programme));
        // Village – township – county – bureaus' committee – bureau.
        Assert.Equal((4, 40L, 0, 0L, 40L), (proposal.Reasons.Distance, proposal.Reasons.DistanceCost, proposal.Reasons.Load, proposal.Reasons.LoadCost, proposal.Reasons.Cost));
        var alternative = Assert.Single(proposal.Reasons.Alternatives);
        Assert.Equal(40, alternative.Cost);
        Assert.True(string.CompareOrdinal(proposal.Helper.OrganizationCode, alternative.OrganizationCode) < 0, "of equals the earlier code comes first");
    }

    [Fact]
    public async Task A_second_run_keeps_what_is_confirmed_and_does_not_repeat_what_was_rejected()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", await county.HasVillage()), new NeedRequest("poor", await county.HasVillage()));
        await county.HasHelpers(
            programme,
            new HelperRequest("economic", await county.HasBureau()), new HelperRequest("economic", await county.HasBureau()), new HelperRequest("economic", await county.HasBureau()));
        await county.Matched(programme);
        var first = await county.Proposals(programme);

        await (await county.Post($"proposals/{first[0].Id}/confirm", null)).Read<ProposalResponse>();
        await (await county.Post($"proposals/{first[1].Id}/reject", new ReasonRequest("已另有安排"))).Read<ProposalResponse>();
        await county.Matched(programme);

        var second = await county.Proposals(programme);
        Assert.Equal(3, second.Count);
        Assert.Equal(ProposalState.Confirmed, second.Single(proposal => proposal.Id == first[0].Id).State);
        Assert.Equal("已另有安排", second.Single(proposal => proposal.Id == first[1].Id).RejectedReason);
        var fresh = Assert.Single(second, proposal => proposal.State == ProposalState.Proposed);
        Assert.Equal((first[1].Need.Id, 2), (fresh.Need.Id, fresh.Run));
        Assert.DoesNotContain(fresh.Helper.Id, new[] { first[0].Helper.Id, first[1].Helper.Id });
    }

    [Fact]
    public async Task A_run_that_finds_the_same_leaves_the_same_proposals()
    {
        var (county, programme) = await HasFourAndFour("bureausToVillages");
        await county.Matched(programme);
        var first = await county.Proposals(programme);

        await county.Matched(programme);

        var second = await county.Proposals(programme);
        Assert.Equal(first.Select(proposal => proposal.Id).Order(), second.Select(proposal => proposal.Id).Order());
        Assert.All(second, proposal => Assert.Equal((2, 2), (proposal.Run, proposal.Version)));
        Assert.Empty(await county.Proposals(programme, ProposalState.Superseded));
        var run = (await (await county.Clerk.GetAsync($"/api/v1/pairing/programmes/{programme}")).Read<ProgrammeResponse>()).LastRun;
        Assert.Equal((2, 4, 0, 160L), (run!.Number, run.Matched, run.Unmatched, run.TotalCost));
    }

    [Fact]
    public async Task What_a_later_run_does_not_find_is_superseded()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", await county.HasVillage()));
        await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau()));
        await county.Matched(programme);
        var helper = Assert.Single(await county.Helpers(programme));

        await (await county.Post($"helpers/{helper.Id}/withdraw", new ReasonRequest("机构改革"))).Read<HelperResponse>();
        await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau()));
        await county.Matched(programme);

        Assert.Single(await county.Proposals(programme, ProposalState.Superseded));
        Assert.NotEqual(helper.Id, Assert.Single(await county.Proposals(programme, ProposalState.Proposed)).Helper.Id);
    }

    [Fact]
    public async Task The_load_counts_pairs_of_other_programmes()
    {
        var county = await app.HasCounty();
        var (busy, idle) = (await county.HasBureau($"{county.Code}-A"), await county.HasBureau($"{county.Code}-Z"));
        var earlier = (await county.HasProgramme()).Id;
        await county.HasNeeds(earlier, new NeedRequest("poor", await county.HasVillage()));
        await county.HasHelpers(earlier, new HelperRequest("economic", busy));
        await county.Matched(earlier);
        await (await county.Post($"proposals/{(await county.Proposals(earlier))[0].Id}/confirm", null)).Read<ProposalResponse>();

        var later = (await county.HasProgramme()).Id;
        await county.HasNeeds(later, new NeedRequest("poor", await county.HasVillage()));
        await county.HasHelpers(later, new HelperRequest("economic", busy), new HelperRequest("economic", idle));
        await county.Matched(later);

        Assert.Equal(idle, Assert.Single(await county.Proposals(later)).Helper.OrganizationId);
    }

    [Fact]
    public async Task A_closed_programme_is_matched_no_more()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        await (await county.Post($"programmes/{programme}/close", new ReasonRequest("年度结束"))).Read<ProgrammeResponse>();

        Assert.Equal("programme.closed", (await (await county.Post($"programmes/{programme}/proposals", null)).Refusal(HttpStatusCode.Conflict)).Code);
    }

    private async Task<(County County, Guid Programme)> HasFourAndFour(string template)
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme(template)).Id;
        foreach (var (helper, need) in Classes)
        {
            await county.HasNeeds(programme, new NeedRequest(need, await county.HasVillage()));
            await county.HasHelpers(programme, new HelperRequest(helper, await county.HasBureau()));
        }

        return (county, programme);
    }
}
