using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Replicas;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests.Replicas;

public sealed class ReplicaTests(PairingApp app) : IClassFixture<PairingApp>
{
    [Fact]
    public async Task Organizations_listed_as_weak_become_needs_of_the_programme_that_asks_for_them()
    {
        var county = await app.HasCounty();
        var (earlier, later) = (await county.HasVillage(), await county.HasVillage());
        await app.Handles(new OnOrganizationListedAsWeak(), Listed(county, earlier, 2026));
        var taking = (await county.HasProgramme(weakListClass: "weak")).Id;
        var notTaking = (await county.HasProgramme()).Id;
        var otherYear = (await county.HasProgramme(weakListClass: "weak", year: 2027)).Id;

        await app.Handles(new OnOrganizationListedAsWeak(), Listed(county, later, 2026), Listed(county, earlier, 2026));

        var needs = await county.Needs(taking);
        Assert.Equal(new[] { earlier, later }.Order(), needs.Select(need => need.OrganizationId).Order());
        Assert.All(needs, need => Assert.Equal(("weak", NeedSource.WeakList, NeedState.Open), (need.NeedClass, need.Source, need.State)));
        Assert.Empty(await county.Needs(notTaking));
        Assert.Empty(await county.Needs(otherYear));
    }

    [Fact]
    public async Task A_class_given_by_hand_outlives_the_list()
    {
        var county = await app.HasCounty();
        var village = await county.HasVillage();
        var programme = (await county.HasProgramme(weakListClass: "weak")).Id;
        await county.HasNeeds(programme, new NeedRequest("disorderly", village, OtherClasses: ["poor"]));

        await app.Handles(new OnOrganizationListedAsWeak(), Listed(county, village, 2026));

        var need = Assert.Single(await county.Needs(programme));
        Assert.Equal(("disorderly", "poor", NeedSource.Manual), (need.NeedClass, Assert.Single(need.OtherClasses), need.Source));
    }

    [Fact]
    public async Task A_list_of_a_year_is_taken_over_on_demand()
    {
        var county = await app.HasCounty();
        var village = await county.HasVillage();
        await app.Handles(new OnOrganizationListedAsWeak(), Listed(county, village, 2025));
        var programme = (await county.HasProgramme()).Id;

        var first = await (await county.Post($"programmes/{programme}/needs/from-weak-list", new FromWeakListRequest("weak", 2025))).Read<ListedResponse>();
        var second = await (await county.Post($"programmes/{programme}/needs/from-weak-list", new FromWeakListRequest("weak", 2025))).Read<ListedResponse>();

        Assert.Equal((new ListedResponse(1, 0, 0), new ListedResponse(0, 0, 1)), (first, second));
    }

    [Fact]
    public async Task What_moves_or_is_renamed_is_followed_by_its_pairs()
    {
        var county = await app.HasCounty();
        var village = await county.HasVillage();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", village));
        await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau()));
        await county.Matched(programme);
        await (await county.Post($"proposals/{(await county.Proposals(programme))[0].Id}/confirm", null)).Read<ProposalResponse>();
        var pair = Assert.Single(await county.Pairs(programme));
        await (await county.Post($"pairs/{pair.Id}/visits", new RecordVisitRequest(new DateOnly(2026, 7, 1), ["law"]))).Read<VisitResponse>(HttpStatusCode.Created);
        var (before, after) = (app.As(county.LevelCode + "00t", "pairing.*"), app.As(county.LevelCode + "00u", "pairing.*"));

        await app.HasStates(new OrganizationState(
            village, 2, "NEW", county.LevelCode + "00u001", "新名村支部", OrganizationKind.Branch, "village", null, null, OrganizationStatus.Active, null));

        Assert.Equal(HttpStatusCode.NotFound, (await before.GetAsync($"/api/v1/pairing/pairs/{pair.Id}")).StatusCode);
        var moved = await (await after.GetAsync($"/api/v1/pairing/pairs/{pair.Id}")).Read<PairResponse>();
        Assert.Equal(("NEW", "新名村支部"), (moved.Need.OrganizationCode, moved.Need.OrganizationName));
        Assert.Equal("NEW", Assert.Single(await county.Needs(programme)).OrganizationCode);
        Assert.Equal("NEW", Assert.Single(await county.Proposals(programme)).Need.OrganizationCode);
        Assert.Equal(
            [county.LevelCode + "00u001"],
            await app.RowsAsync("select need_level_code from visits where pair_id = $1", reader => reader.GetString(0), pair.Id));
    }

    [Fact]
    public async Task A_pair_that_is_formed_while_its_village_moves_is_not_left_at_the_old_place()
    {
        var county = await app.HasCounty();
        var village = await county.HasVillage();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", village));
        await county.HasHelpers(programme, new HelperRequest("economic", await county.HasBureau()));
        var request = new FormPairRequest((await county.Needs(programme))[0].Id, (await county.Helpers(programme))[0].Id, "就近");
        await using var db = app.Services.GetRequiredService<SystemDb<PairingDb>>().Create();
        await using var move = await db.Database.BeginTransactionAsync();
        await new OnOrganizationState<PairingDb>([new FollowOrganizations()]).HandleAsync(
            [new(village, 2, "V", county.LevelCode + "00u001", "村支部", OrganizationKind.Branch, "village", null, null, OrganizationStatus.Active, null)], db, CancellationToken.None);
        await db.SaveChangesAsync();

        // It has read the need, and waits for its row.
        var forming = county.Post($"programmes/{programme}/pairs", request);
        await Eventually.Holds(async () => (await app.RowsAsync("select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')", row => row.GetBoolean(0)))[0]);
        await move.CommitAsync();

        await (await forming).Refusal(HttpStatusCode.PreconditionFailed);
        await (await county.Post($"programmes/{programme}/pairs", request)).Read<PairResponse>(HttpStatusCode.Created);
        Assert.Equal([county.LevelCode + "00u001"], await app.RowsAsync("select need_level_code from pairs where programme_id = $1", row => row.GetString(0), programme));
    }

    [Fact]
    public async Task An_older_state_changes_nothing()
    {
        var county = await app.HasCounty();
        var village = await county.HasVillage();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", village));
        OrganizationState State(int version, string name) =>
            new(village, version, "V", county.LevelCode + "00t777", name, OrganizationKind.Branch, "village", null, null, OrganizationStatus.Active, null);

        await app.HasStates(State(3, "新名"));
        await app.HasStates(State(2, "旧名"));

        Assert.Equal("新名", Assert.Single(await county.Needs(programme)).OrganizationName);
    }

    private static OrganizationListedAsWeak Listed(County county, Guid organization, int year) => new(
        Guid.CreateVersion7(), 1, Guid.CreateVersion7(), year, organization, "V", county.LevelCode + "00t001", "村支部", "village", "D",
        ListingReason.GradeD, Guid.CreateVersion7(), new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.FromHours(8)));
}
