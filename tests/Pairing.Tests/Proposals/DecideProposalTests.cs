using System.Net;
using System.Text.Json;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests.Proposals;

public sealed class DecideProposalTests(PairingApp app) : IClassFixture<PairingApp>
{
    [Fact]
    public async Task A_confirmed_proposal_is_a_pair_and_a_fact()
    {
        var (county, proposal) = await HasProposal();

        var confirmed = await (await county.Post($"proposals/{proposal.Id}/confirm", new ConfirmProposalRequest(new DateOnly(2026, 6, 1)))).Read<ProposalResponse>();

        var pair = Assert.Single(await county.Pairs(proposal.ProgrammeId));
        Assert.Equal((ProposalState.Confirmed, pair.Id), (confirmed.State, confirmed.PairId!.Value));
        Assert.Equal((PairState.Active, PairSource.Proposal, new DateOnly(2026, 6, 1)), (pair.State, pair.Source, pair.StartedOn));
        Assert.Equal(
            new PairFormed(pair.Id, proposal.ProgrammeId, ProgrammeKind.Organizations, pair.Need.OrganizationId, pair.Helper.OrganizationId, "poor", "economic", PairSource.Proposal, pair.StartedOn, 1),
            Assert.Single((await app.OutboxAsync<PairFormed>()).Select(body => JsonSerializer.Deserialize<PairFormed>(body, Wire.Json)!), fact => fact.PairId == pair.Id));
        Assert.Equal(NeedState.Served, Assert.Single(await county.Needs(proposal.ProgrammeId)).State);
        Assert.Equal(1, Assert.Single(await county.Helpers(proposal.ProgrammeId)).ActivePairs);
    }

    [Fact]
    public async Task A_proposal_is_decided_once()
    {
        var (county, proposal) = await HasProposal();
        await (await county.Post($"proposals/{proposal.Id}/reject", new ReasonRequest("不合适"))).Read<ProposalResponse>();

        Assert.Equal("proposal.decided", (await (await county.Post($"proposals/{proposal.Id}/confirm", null)).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("proposal.decided", (await (await county.Post($"proposals/{proposal.Id}/reject", new ReasonRequest("再次"))).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Empty(await county.Pairs(proposal.ProgrammeId));
    }

    [Fact]
    public async Task Rejecting_asks_for_a_reason()
    {
        var (county, proposal) = await HasProposal();

        var problem = await (await county.Post($"proposals/{proposal.Id}/reject", new ReasonRequest(""))).Refusal(HttpStatusCode.BadRequest);

        Assert.Equal("reason", Assert.Single(problem.Errors!).Field);
    }

    [Fact]
    public async Task Two_who_confirm_at_the_same_moment_make_one_pair()
    {
        var (county, proposal) = await HasProposal();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => county.Post($"proposals/{proposal.Id}/confirm", null)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer => Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed }));
        Assert.Single(await county.Pairs(proposal.ProgrammeId));
    }

    [Fact]
    public async Task Who_saw_an_older_version_is_told()
    {
        var (county, proposal) = await HasProposal();
        await county.Matched(proposal.ProgrammeId);
        var client = county.Clerk;
        client.DefaultRequestHeaders.IfMatch.ParseAdd($"\"{proposal.Version}\"");

        var answer = await client.PostAsync($"/api/v1/pairing/proposals/{proposal.Id}/confirm", null);

        Assert.Equal("request.stale", (await answer.Refusal(HttpStatusCode.PreconditionFailed)).Code);
    }

    private async Task<(County, ProposalResponse)> HasProposal()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", await county.HasVillage()));
        await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau()));
        await county.Matched(programme);
        return (county, Assert.Single(await county.Proposals(programme)));
    }
}
