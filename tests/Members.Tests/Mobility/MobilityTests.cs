using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Mobility;

public sealed class MobilityTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task Both_sides_see_the_same_stay_for_as_long_as_it_lasts()
    {
        var member = await app.HasMember(app.East1);
        var stay = await Registered(member.Id);

        Assert.Equal(new DateOnly(2026, 7, 15), stay.CountsFrom);
        Assert.Equal(new MemberState(member.Id, 2, app.East1.Id, MemberStatus.Formal, true), (await app.StatesOf(member.Id))[^1]);
        Assert.Contains(await app.OutboxAsync<MobileMemberRegistered>(), body => body.Contains(stay.Id.ToString(), StringComparison.Ordinal));
        var here = await (await app.Western.GetAsync($"/api/v1/mobility/{stay.Id}")).Read<MobilityResponse>();
        Assert.Equal(stay with { Side = MobilitySide.Host }, here);
        Assert.Contains(await Stays(app.Western, "host"), other => other.Id == stay.Id);
        Assert.Equal(await Counts(app.Eastern, "side=home"), Counted(await Stays(app.Eastern, "home")));
        Assert.Equal(await Counts(app.Western, "side=host"), Counted(await Stays(app.Western, "host")));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/mobility/counts?under={app.East1.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/members/{member.Id}")).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await Post(app.Eastern, $"mobility/{stay.Id}/check-in")).StatusCode);
        await (await Post(app.Western, $"mobility/{stay.Id}/check-in")).Read<MobilityResponse>();
        Assert.Equal(MobilityState.CheckedIn, Assert.Single(await Stays(app.Eastern, "home"), other => other.Id == stay.Id).State);

        await (await Post(app.Eastern, $"mobility/{stay.Id}/end", new EndMobilityRequest("返乡"))).Read<MobilityResponse>();

        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/mobility/{stay.Id}")).StatusCode);
        var over = await (await app.Eastern.GetAsync($"/api/v1/mobility/{stay.Id}")).Read<MobilityResponse>();
        Assert.Equal((MobilityState.Ended, "返乡"), (over.State, over.EndReason));
        Assert.False((await app.StatesOf(member.Id))[^1].Mobile);
        Assert.Equal("mobility.ended", (await (await Post(app.Eastern, $"mobility/{stay.Id}/end", new EndMobilityRequest("x"))).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task A_mobile_member_is_listed_as_such_and_registered_once()
    {
        var member = await app.HasMember(app.East2);
        await Registered(member.Id);

        var mobile = await (await app.Eastern.GetAsync($"/api/v1/members?under={app.East2.Id}&mobile=true")).Read<Page<MemberSummary>>();
        Assert.Contains(mobile.Items, other => other.Id == member.Id);
        Assert.Equal("mobility.already-registered", (await (await Register(member.Id)).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("mobility.open", (await (await Post(app.Eastern, $"members/{member.Id}/close", new CloseMemberRequest(MemberStatus.Left, "x"))).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task A_place_without_an_organization_here_is_kept_at_home_alone()
    {
        var member = await app.HasMember(app.East1);
        var stay = await (await Post(app.Eastern, $"members/{member.Id}/mobility", new RegisterMobilityRequest(new(2026, 1, 15), Place: "外省某市(样本)"))).Read<MobilityResponse>(HttpStatusCode.Created);

        Assert.Equal(MobilityState.CheckedIn, (await (await Post(app.Eastern, $"mobility/{stay.Id}/check-in")).Read<MobilityResponse>()).State);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/mobility/{stay.Id}")).StatusCode);
    }

    [Fact]
    public async Task When_the_relation_itself_goes_over_the_stay_has_ended()
    {
        var member = await app.HasMember(app.East1);
        var stay = await Registered(member.Id);
        var transfer = await (await Post(app.Eastern, $"members/{member.Id}/transfers", new TransferMemberRequest("x", app.West1.Id))).Read<TransferResponse>(HttpStatusCode.Created);

        await (await Post(app.Western, $"transfers/{transfer.Id}/receive")).Read<TransferResponse>();

        Assert.Equal(MobilityState.Ended, (await (await app.Eastern.GetAsync($"/api/v1/mobility/{stay.Id}")).Read<MobilityResponse>()).State);
        Assert.Equal((app.West1.Id, false), ((await app.StatesOf(member.Id))[^1].OrganizationId, (await app.StatesOf(member.Id))[^1].Mobile));
    }

    [Fact]
    public async Task The_neighbour_registers_nobody_and_a_stay_needs_one_place_that_is_not_home()
    {
        var member = await app.HasMember(app.East1);

        Assert.Equal(HttpStatusCode.NotFound, (await Post(app.Western, $"members/{member.Id}/mobility", new RegisterMobilityRequest(new(2026, 1, 15), app.West1.Id))).StatusCode);
        Assert.Equal("mobility.host-is-home", (await (await Post(app.Eastern, $"members/{member.Id}/mobility", new RegisterMobilityRequest(new(2026, 1, 15), app.East1.Id))).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("hostOrganizationId", (await (await Post(app.Eastern, $"members/{member.Id}/mobility", new RegisterMobilityRequest(new(2026, 1, 15)))).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
    }

    private Task<HttpResponseMessage> Register(Guid member) =>
        Post(app.Eastern, $"members/{member}/mobility", new RegisterMobilityRequest(new(2026, 1, 15), app.West1.Id, ContactName: "联系人(样本)"));

    private async Task<MobilityResponse> Registered(Guid member) => await (await Register(member)).Read<MobilityResponse>(HttpStatusCode.Created);

    private static async Task<MobilityCounts> Counts(HttpClient client, string query) =>
        await (await client.GetAsync($"/api/v1/mobility/counts?{query}")).Read<MobilityCounts>();

    private static MobilityCounts Counted(IReadOnlyList<MobilityResponse> stays) => new(
        stays.Count(s => s.State == MobilityState.Registered), stays.Count(s => s.State == MobilityState.CheckedIn), stays.Count(s => s.State == MobilityState.Ended));

    private static async Task<IReadOnlyList<MobilityResponse>> Stays(HttpClient client, string side) =>
        (await (await client.GetAsync($"/api/v1/mobility?side={side}&limit=200")).Read<Page<MobilityResponse>>()).Items;

    private static Task<HttpResponseMessage> Post(HttpClient client, string path, object? body = null) =>
        client.PostAsync($"/api/v1/{path}", body is null ? null : JsonContent.Create(body, body.GetType(), options: Wire.Json));
}
