using System.Net;
using System.Text.Json;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests.Pairs;

public sealed class PairTests(PairingApp app) : IClassFixture<PairingApp>
{
    [Fact]
    public async Task T04_seventy_six_departments_help_seventy_six_villages_and_none_twice()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        for (var n = 0; n < 76; n++)
        {
            await county.HasNeeds(programme, new NeedRequest("poor", await county.HasVillage()));
            await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau()));
        }

        await county.Matched(programme);
        foreach (var proposal in await county.Proposals(programme))
        {
            await (await county.Post($"proposals/{proposal.Id}/confirm", null)).Read<ProposalResponse>();
        }

        var pairs = await county.Pairs(programme);
        Assert.Equal((76, 76, 76), (pairs.Count, pairs.DistinctBy(pair => pair.Need.Id).Count(), pairs.DistinctBy(pair => pair.Helper.Id).Count()));

        await county.HasNeeds(programme, new NeedRequest("poor", await county.HasVillage()));
        var open = (await county.Needs(programme)).Single(need => need.State == NeedState.Open);
        var refused = await county.Post($"programmes/{programme}/pairs", new FormPairRequest(open.Id, pairs[0].Helper.Id, "再结一对"));
        Assert.Equal("helper.at-capacity", (await refused.Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task T04_a_site_that_has_an_instructor_gets_no_second_one()
    {
        var county = await app.HasCounty();
        var site = await county.HasVillage();
        var first = await HasInstructor(county, site, "张样本");
        Assert.Equal(HttpStatusCode.Created, (await county.Post($"programmes/{first.Programme}/pairs", new FormPairRequest(first.Need, first.Helper, "选派"))).StatusCode);

        var sameProgramme = await county.Post($"programmes/{first.Programme}/pairs", new FormPairRequest(first.Need, first.OtherHelper, "选派"));
        Assert.Equal("need.already-served", (await sameProgramme.Refusal(HttpStatusCode.Conflict)).Code);
        var second = await HasInstructor(county, site, "李样本");
        var otherProgramme = await county.Post($"programmes/{second.Programme}/pairs", new FormPairRequest(second.Need, second.Helper, "选派"));
        Assert.Equal("unique.pairs_instructor_site", (await otherProgramme.Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task A_pair_that_ends_frees_both_sides_and_is_a_fact()
    {
        var (county, pair) = await HasPair();
        Assert.Equal(new(1, 0), await Counts(county));

        var ended = await (await county.Post($"pairs/{pair.Id}/end", new EndPairRequest("期满"))).Read<PairResponse>();

        Assert.Equal((PairState.Ended, new DateOnly(2026, 7, 1), "期满", 2), (ended.State, ended.EndedOn!.Value, ended.Reason!, ended.Version));
        Assert.Equal(new(0, 1), await Counts(county));
        Assert.Equal(NeedState.Open, Assert.Single(await county.Needs(pair.ProgrammeId)).State);
        Assert.Equal(0, Assert.Single(await county.Helpers(pair.ProgrammeId)).ActivePairs);
        Assert.Contains(await app.OutboxAsync<PairEnded>(), body => JsonSerializer.Deserialize<PairEnded>(body, Wire.Json)!.PairId == pair.Id);
        Assert.Equal("pair.ended", (await (await county.Post($"pairs/{pair.Id}/end", new EndPairRequest("再次"))).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("pair.ended", (await (await Visit(county, pair, new DateOnly(2026, 7, 1))).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task Visits_are_counted_listed_and_told()
    {
        var (county, pair) = await HasPair();

        var latest = await (await Visit(county, pair, new DateOnly(2026, 6, 20))).Read<VisitResponse>(HttpStatusCode.Created);
        var earlier = await (await Visit(county, pair, new DateOnly(2026, 6, 10))).Read<VisitResponse>(HttpStatusCode.Created);

        var first = await (await county.Clerk.GetAsync($"/api/v1/pairing/pairs/{pair.Id}/visits?limit=1")).Read<Page<VisitResponse>>();
        var second = await (await county.Clerk.GetAsync($"/api/v1/pairing/pairs/{pair.Id}/visits?limit=1&cursor={first.Next}")).Read<Page<VisitResponse>>();
        Assert.Equal((latest.Id, earlier.Id, null), (Assert.Single(first.Items).Id, Assert.Single(second.Items).Id, second.Next));
        Assert.Equal(["law", "technology"], latest.Activities);
        Assert.Equal((12, 350.5m, "tester"), (latest.Beneficiaries!.Value, latest.Cost!.Value, latest.RecordedBy));
        var now = Assert.Single(await county.Pairs(pair.ProgrammeId));
        Assert.Equal((2, new DateOnly(2026, 6, 20)), (now.Visits, now.LastVisitOn!.Value));
        Assert.Equal([1, 2], (await app.OutboxAsync<VisitRecorded>()).Select(body => JsonSerializer.Deserialize<VisitRecorded>(body, Wire.Json)!)
            .Where(fact => fact.PairId == pair.Id).Select(fact => fact.Visits));
    }

    [Theory]
    [InlineData("2026-05-31", "visit.before-start")]
    [InlineData("2026-07-02", "visit.in-future")]
    public async Task A_visit_lies_between_the_start_and_today(string on, string code)
    {
        var (county, pair) = await HasPair();

        Assert.Equal(code, (await (await Visit(county, pair, DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture))).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task Organizations_of_one_line_are_no_pair_even_by_hand()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", await county.HasVillage()));
        await county.HasHelpers(programme, new HelperRequest("economic", county.TownId));
        var (need, helper) = (Assert.Single(await county.Needs(programme)), Assert.Single(await county.Helpers(programme)));

        var refused = await county.Post($"programmes/{programme}/pairs", new FormPairRequest(need.Id, helper.Id, "就近"));

        Assert.Equal("pair.in-one-line", (await refused.Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task Each_side_sees_the_pair_and_a_neighbour_sees_nothing()
    {
        var (county, pair) = await HasPair();
        var neighbour = (await app.HasCounty()).Clerk;
        var (town, bureaus) = (app.As(county.LevelCode + "00t", "pairing.*"), app.As(county.LevelCode + "00b", "pairing.*"));

        foreach (var side in new[] { town, bureaus })
        {
            var seen = await (await side.GetAsync($"/api/v1/pairing/pairs/{pair.Id}")).Read<PairResponse>();
            Assert.Equal((pair.Need.OrganizationName, pair.Helper.OrganizationName), (seen.Need.OrganizationName, seen.Helper.OrganizationName));
        }

        Assert.Equal([pair.Id], await Ids(town, "need"));
        Assert.Empty(await Ids(town, "helper"));
        Assert.Equal([pair.Id], await Ids(bureaus, "helper"));
        Assert.Empty(await Ids(bureaus, "need"));
        Assert.Empty(await Ids(neighbour, "need"));
        Assert.Empty(await Ids(neighbour, "helper"));
        foreach (var path in new[] { $"pairs/{pair.Id}", $"pairs/{pair.Id}/visits", $"programmes/{pair.ProgrammeId}", $"programmes/{pair.ProgrammeId}/needs", $"programmes/{pair.ProgrammeId}/proposals", $"pairs?under={county.Id}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"/api/v1/pairing/{path}")).StatusCode);
        }

        async Task<IEnumerable<Guid>> Ids(HttpClient client, string side) =>
            (await (await client.GetAsync($"/api/v1/pairing/pairs?side={side}")).Read<Page<PairResponse>>()).Items.Select(item => item.Id);
    }

    [Theory]
    [InlineData("side=1")]
    [InlineData("side=Helper")]
    [InlineData("side=need&side=helper")]
    [InlineData("state=gone")]
    public async Task A_filter_is_spelt_as_in_the_answers(string query)
    {
        var problem = await (await app.Admin.GetAsync($"/api/v1/pairing/pairs?{query}")).Refusal(HttpStatusCode.BadRequest);

        Assert.Equal(query[..query.IndexOf('=', StringComparison.Ordinal)], Assert.Single(problem.Errors!).Field);
    }

    [Fact]
    public async Task Only_who_reaches_the_programme_may_end_a_pair_but_either_side_records_visits()
    {
        var (county, pair) = await HasPair();
        var bureaus = app.As(county.LevelCode + "00b", "pairing.*");

        var visit = await bureaus.PostAsync($"/api/v1/pairing/pairs/{pair.Id}/visits", Json("""{"on":"2026-06-20","activities":["law"]}"""));
        var end = await bureaus.PostAsync($"/api/v1/pairing/pairs/{pair.Id}/end", Json("""{"reason":"期满"}"""));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.NotFound), (visit.StatusCode, end.StatusCode));
    }

    [Fact]
    public async Task Pages_of_pairs_follow_the_tree_and_end()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        for (var n = 0; n < 5; n++)
        {
            await county.HasNeeds(programme, new NeedRequest("poor", await county.HasVillage()));
            await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau()));
        }

        await county.Matched(programme);
        foreach (var proposal in await county.Proposals(programme))
        {
            await (await county.Post($"proposals/{proposal.Id}/confirm", null)).Read<ProposalResponse>();
        }

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await (await county.Clerk.GetAsync($"/api/v1/pairing/pairs?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).Read<Page<PairResponse>>();
            seen.AddRange(page.Items.Select(pair => pair.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal((await county.Pairs(programme)).Select(pair => pair.Id), seen);
        Assert.Equal(5, seen.Distinct().Count());
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static Task<HttpResponseMessage> Visit(County county, PairResponse pair, DateOnly on) =>
        county.Post($"pairs/{pair.Id}/visits", new RecordVisitRequest(on, ["law", "technology", "law"], "送法下乡", 12, 350.5m));

    private static async Task<PairCounts> Counts(County county) => await (await county.Clerk.GetAsync("/api/v1/pairing/pairs/counts")).Read<PairCounts>();

    private async Task<(County, PairResponse)> HasPair()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", await county.HasVillage()));
        await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau()));
        var (need, helper) = (Assert.Single(await county.Needs(programme)), Assert.Single(await county.Helpers(programme)));
        var formed = await county.Post($"programmes/{programme}/pairs", new FormPairRequest(need.Id, helper.Id, "县委确定", new DateOnly(2026, 6, 1)));
        return (county, await formed.Read<PairResponse>(HttpStatusCode.Created));
    }

    private static async Task<(Guid Programme, Guid Need, Guid Helper, Guid OtherHelper)> HasInstructor(County county, Guid site, string name)
    {
        var programme = (await county.HasProgramme(kind: ProgrammeKind.Instructors)).Id;
        await county.HasNeeds(programme, new NeedRequest("weak", site));
        await county.HasHelpers(
            programme,
            new HelperRequest("partyAffairs", county.BureausId, Person: new PersonRequest("P1", name)),
            new HelperRequest("partyAffairs", county.BureausId, Person: new PersonRequest("P2", name)));
        var helpers = await county.Helpers(programme);
        return (programme, Assert.Single(await county.Needs(programme)).Id, helpers[0].Id, helpers[1].Id);
    }
}
