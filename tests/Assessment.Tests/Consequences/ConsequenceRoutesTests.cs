using System.Net;
using System.Net.Http.Json;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;
using static PartyCloud.Assessment.Tests.AssessmentApp;

namespace PartyCloud.Assessment.Tests.Consequences;

public sealed class ConsequenceRoutesTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    [Fact]
    public async Task T27_a_talk_imposes_a_restriction_to_the_end_of_the_year()
    {
        app.Clock.Set(new DateOnly(2026, 3, 5));
        var (root, village) = await HasVillage();
        var member = Guid.CreateVersion7();
        var client = app.As(root.LevelCode, "assessment.*");

        var talk = await (await client.PostAsJsonAsync($"{Root}/talks", new TalkRequest(village.Id, SubjectKind.Member, member, "示例书记", new(2026, 3, 2), "县委组织部", "整顿不力"), Wire.Json))
            .Read<TalkResponse>(HttpStatusCode.Created);

        var restriction = Assert.Single(await Restrictions(client, $"?subject={member}"));
        Assert.Equal((talk.RestrictionId!.Value, "restriction.talk", talk.Id), (restriction.Id, restriction.ReasonCode, restriction.SourceId));
        Assert.Equal([RestrictionScope.Promotion, RestrictionScope.Award], restriction.Scopes);
        Assert.Single(await Restrictions(client, $"?subject={member}&on=2026-12-31"));
        Assert.Empty(await Restrictions(client, $"?subject={member}&on=2027-01-01"));
        Assert.Single(await app.OutboxAsync<RestrictionImposed>(), body => body.Contains(member.ToString(), StringComparison.Ordinal));
        Assert.Equal([talk.Id], (await (await client.GetAsync($"{Root}/talks?subject={member}")).Read<Page<TalkResponse>>()).Items.Select(t => t.Id));
    }

    [Fact]
    public async Task T28_a_finding_bars_from_all_appraisal_through_2028_05_19()
    {
        app.Clock.Set(new DateOnly(2026, 5, 20));
        var (root, village) = await HasVillage();
        var client = app.As(root.LevelCode, "assessment.*");

        await (await client.PostAsJsonAsync($"{Root}/falsifications", new FalsificationRequest(village.Id, SubjectKind.Organization, village.Id, village.Name, new(2026, 5, 20), "补造记录", new(2026, 8, 20), "通报〔2026〕1号"), Wire.Json))
            .Read<FalsificationResponse>(HttpStatusCode.Created);

        Assert.Equal([RestrictionScope.Appraisal], Assert.Single(await Restrictions(client, $"?subject={village.Id}&on=2028-05-19")).Scopes);
        Assert.Empty(await Restrictions(client, $"?subject={village.Id}&on=2028-05-20"));
        Assert.Single((await (await client.GetAsync($"{Root}/falsifications?subject={village.Id}")).Read<Page<FalsificationResponse>>()).Items);
    }

    [Fact]
    public async Task The_years_scheme_says_how_long()
    {
        app.Clock.Set(new DateOnly(2026, 3, 5));
        var (root, village) = await HasVillage();
        var client = app.As(root.LevelCode, "assessment.*");
        await app.HasScheme(
            SchemeSamples.Single() with { Consequences = [new(ConsequenceTrigger.Talk, [RestrictionScope.Award], DurationKind.Years, 1)] }, client: client, organizationId: root.Id);

        await (await client.PostAsJsonAsync($"{Root}/talks", new TalkRequest(village.Id, SubjectKind.Organization, village.Id, village.Name, new(2026, 3, 2), "县委组织部", "整顿不力"), Wire.Json))
            .Read<TalkResponse>(HttpStatusCode.Created);

        Assert.Equal(new DateOnly(2027, 3, 1), Assert.Single(await Restrictions(client, $"?subject={village.Id}")).Until);
    }

    [Fact]
    public async Task A_restriction_is_lifted_with_a_reason_and_told()
    {
        app.Clock.Set(new DateOnly(2026, 3, 5));
        var (root, village) = await HasVillage();
        var client = app.As(root.LevelCode, "assessment.*");
        var talk = await (await client.PostAsJsonAsync($"{Root}/talks", new TalkRequest(village.Id, SubjectKind.Organization, village.Id, village.Name, new(2026, 3, 2), "县委组织部", "记错了"), Wire.Json))
            .Read<TalkResponse>(HttpStatusCode.Created);

        var lifted = await (await client.PostAsJsonAsync($"{Root}/restrictions/{talk.RestrictionId}/lift", new LiftRequest("记录有误"), Wire.Json)).Read<RestrictionResponse>();

        Assert.NotNull(lifted.LiftedAt);
        Assert.Empty(await Restrictions(client, $"?subject={village.Id}&on=2026-06-01"));
        Assert.Single(await app.OutboxAsync<RestrictionLifted>(), body => body.Contains(talk.RestrictionId!.Value.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_neighbour_sees_nothing_and_who_may_only_read_restrictions_sees_no_talks()
    {
        app.Clock.Set(new DateOnly(2026, 3, 5));
        var (root, village) = await HasVillage();
        var request = new TalkRequest(village.Id, SubjectKind.Organization, village.Id, village.Name, new(2026, 3, 2), "县委组织部", "整顿不力");
        var neighbour = app.As((await app.HasRoot()).LevelCode, "assessment.*");
        var cadres = app.As(root.LevelCode, "assessment.restrictions.read");

        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.PostAsJsonAsync($"{Root}/talks", request, Wire.Json)).StatusCode);
        await (await app.Admin.PostAsJsonAsync($"{Root}/talks", request, Wire.Json)).Read<TalkResponse>(HttpStatusCode.Created);

        Assert.Empty(await Restrictions(neighbour, $"?subject={village.Id}"));
        Assert.Single(await Restrictions(cadres, $"?subject={village.Id}"));
        Assert.Equal(HttpStatusCode.Forbidden, (await cadres.GetAsync($"{Root}/talks")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await cadres.GetAsync($"{Root}/removals")).StatusCode);
        Assert.Equal("talk.in-the-future", (await (await app.Admin.PostAsJsonAsync($"{Root}/talks", request with { HeldOn = new(2026, 3, 6) }, Wire.Json)).Refusal(HttpStatusCode.Conflict)).Code);
    }

    private async Task<(OrganizationState Root, OrganizationState Village)> HasVillage()
    {
        var root = await app.HasRoot();
        return (root, await app.Has(Organization($"{root.LevelCode}001", root)));
    }

    private static async Task<IReadOnlyList<RestrictionResponse>> Restrictions(HttpClient client, string query) =>
        (await (await client.GetAsync($"{Root}/restrictions{query}")).Read<Page<RestrictionResponse>>()).Items;
}
