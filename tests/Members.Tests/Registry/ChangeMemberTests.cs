using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Registry;

public sealed class ChangeMemberTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task Only_what_is_given_changes_and_an_empty_text_clears()
    {
        var member = await app.HasMember(app.East1);

        var changed = await (await Patch(member.Id, new(Education: "大专", Phone: "13911112222"))).Read<MemberResponse>();
        var cleared = await (await Patch(member.Id, new(Education: "", Phone: ""))).Read<MemberResponse>();

        Assert.Equal(member with { Education = "大专", Phone = "139****2222", Version = 2, Tags = changed.Tags }, changed);
        Assert.Equal((null, null, 3), (cleared.Education, cleared.Phone, cleared.Version));
        Assert.Equal([1, 2, 3], (await app.StatesOf(member.Id)).Select(state => state.Version));
    }

    [Fact]
    public async Task Who_has_seen_an_older_version_is_told_so()
    {
        var member = await app.HasMember(app.East1);

        Assert.Equal(HttpStatusCode.OK, (await Patch(member.Id, new(Education: "大专"), version: 1)).StatusCode);
        Assert.Equal("request.stale", (await (await Patch(member.Id, new(Education: "大学"), version: 1)).Refusal(HttpStatusCode.PreconditionFailed)).Code);
        Assert.Equal([1, 2], (await app.StatesOf(member.Id)).Select(state => state.Version));
    }

    [Fact]
    public async Task Of_many_writers_at_once_none_overwrites_another_unseen()
    {
        var member = await app.HasMember(app.East1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Patch(member.Id, new(Occupation: $"{n}"))));

        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.PreconditionFailed));
        var done = answers.Count(answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(Enumerable.Range(1, done + 1), (await app.StatesOf(member.Id)).Select(state => state.Version).Order());
    }

    [Fact]
    public async Task A_closed_member_stays_as_it_is_and_history_remains()
    {
        var member = await app.HasMember(app.East1);
        var close = new CloseMemberRequest(MemberStatus.Left, "自愿退党(样本)");

        var closed = await (await app.Eastern.PostAsJsonAsync($"/api/v1/members/{member.Id}/close", close, Wire.Json)).Read<MemberResponse>();

        Assert.Equal((MemberStatus.Left, close.Reason, new DateOnly(2026, 7, 1)), (closed.Status, closed.CloseReason, closed.ClosedOn));
        Assert.Equal("member.closed", (await (await Patch(member.Id, new(Education: "大专"))).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("member.closed", (await (await app.Eastern.PostAsJsonAsync($"/api/v1/members/{member.Id}/close", close, Wire.Json)).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal(MemberStatus.Left, (await app.StatesOf(member.Id))[^1].Status);
    }

    [Fact]
    public async Task The_neighbour_changes_and_closes_nothing()
    {
        var member = await app.HasMember(app.East1);

        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.PatchAsJsonAsync($"/api/v1/members/{member.Id}", new ChangeMemberRequest(Education: "x"), Wire.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.PostAsJsonAsync($"/api/v1/members/{member.Id}/close", new CloseMemberRequest(MemberStatus.Left, "x"), Wire.Json)).StatusCode);
    }

    private async Task<HttpResponseMessage> Patch(Guid id, ChangeMemberRequest change, int? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/members/{id}") { Content = JsonContent.Create(change, options: Wire.Json) };
        if (version is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        }

        return await app.Eastern.SendAsync(request);
    }
}
