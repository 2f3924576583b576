using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Registry;

public sealed class RevealMemberTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task A_reveal_shows_everything_and_stands_in_the_audit_log_with_its_purpose()
    {
        var number = MembersApp.NextIdNumber();
        var member = await app.HasMember(app.East1, number);

        var revealed = await (await Reveal(app.Eastern, member.Id)).Read<RevealedMember>();

        Assert.Equal(new RevealedMember(member.Id, number, "13800001234", 3500m, null), revealed);
        Assert.Equal(["核对(样本) tester"], await Audited("members.reveal", member.Id));
    }

    [Fact]
    public async Task What_dues_are_reckoned_from_needs_a_permission_of_its_own()
    {
        var member = await app.HasMember(app.East1);

        var revealed = await (await Reveal(app.As(app.East.LevelCode, "members.reveal"), member.Id)).Read<RevealedMember>();

        Assert.Equal("13800001234", revealed.Phone);
        Assert.Null(revealed.MonthlyIncome);
    }

    [Fact]
    public async Task Who_may_read_may_not_reveal_and_the_neighbour_finds_nobody()
    {
        var member = await app.HasMember(app.East1);

        Assert.Equal(HttpStatusCode.Forbidden, (await Reveal(app.As(app.East.LevelCode, "members.read members.change"), member.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Reveal(app.Western, member.Id)).StatusCode);
        Assert.Empty(await Audited("members.reveal", member.Id));
    }

    [Fact]
    public async Task A_search_by_identity_number_finds_in_scope_only_and_is_audited_without_the_number()
    {
        var number = MembersApp.NextIdNumber();
        var member = await app.HasMember(app.East1, number);

        var here = await (await Search(app.Eastern, number.ToLowerInvariant())).Read<Page<MemberResponse>>();
        var there = await (await Search(app.Western, number)).Read<Page<MemberResponse>>();

        Assert.Equal(member.Id, Assert.Single(here.Items).Id);
        Assert.Empty(there.Items);
        Assert.Equal(["核对(样本) tester"], await Audited("members.search-identity", member.Id));
        Assert.Equal(HttpStatusCode.Forbidden, (await Search(app.As(app.East.LevelCode, "members.read"), number)).StatusCode);
    }

    [Fact]
    public async Task A_repeated_request_is_answered_anew_because_the_answer_may_not_be_kept()
    {
        var member = await app.HasMember(app.East1);
        var client = app.Eastern;
        client.DefaultRequestHeaders.Add("Idempotency-Key", "same");

        await (await Reveal(client, member.Id)).Read<RevealedMember>();
        await (await Reveal(client, member.Id)).Read<RevealedMember>();

        Assert.Equal(2, (await Audited("members.reveal", member.Id)).Count);
        Assert.Empty(await app.RowsAsync("select key from idempotency_keys where key = 'same'", reader => reader.GetString(0)));
    }

    private Task<List<string>> Audited(string action, Guid member) =>
        app.RowsAsync("select purpose || ' ' || actor_name from audit_log where action = $1 and object_id = $2", reader => reader.GetString(0), action, member);

    private static Task<HttpResponseMessage> Reveal(HttpClient client, Guid member) =>
        client.PostAsJsonAsync($"/api/v1/members/{member}/reveal", new RevealMemberRequest("核对(样本)"), Wire.Json);

    private static Task<HttpResponseMessage> Search(HttpClient client, string number) =>
        client.PostAsJsonAsync("/api/v1/members/search-by-identity", new SearchByIdentityRequest(number, "核对(样本)"), Wire.Json);
}
