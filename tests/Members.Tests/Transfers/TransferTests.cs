using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Transfers;

public sealed class TransferTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task A_letter_is_valid_90_days_the_old_branch_stays_responsible_and_then_it_is_in_the_pocket()
    {
        app.Clock.Set(new DateOnly(2026, 1, 5));
        var member = await app.HasMember(app.East1);
        var transfer = await Issued(member.Id);

        Assert.Equal((new DateOnly(2026, 1, 5), new DateOnly(2026, 4, 5)), (transfer.IssuedOn, transfer.ExpiresOn));
        Assert.Equal(app.East1.Id, (await (await app.Eastern.GetAsync($"/api/v1/members/{member.Id}")).Read<MemberResponse>()).OrganizationId);
        app.Clock.Set(new DateOnly(2026, 4, 5));
        Assert.DoesNotContain(await Pocket(), letter => letter.Id == transfer.Id);

        app.Clock.Set(new DateOnly(2026, 4, 6));
        var pocket = Assert.Single(await Pocket(), letter => letter.Id == transfer.Id);
        Assert.True(pocket.Expired);
        Assert.Equal("transfer.expired", (await (await Post(app.Western, $"transfers/{transfer.Id}/receive")).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal(app.East1.Id, (await (await app.Eastern.GetAsync($"/api/v1/members/{member.Id}")).Read<MemberResponse>()).OrganizationId);

        async Task<IReadOnlyList<TransferResponse>> Pocket() =>
            (await (await app.Eastern.GetAsync($"/api/v1/members/pocket?under={app.East.Id}&limit=200")).Read<Page<TransferResponse>>()).Items;
    }

    [Fact]
    public async Task Both_sides_see_the_letter_and_the_receiver_takes_the_member_over()
    {
        var member = await app.HasMember(app.East1);
        var transfer = await Issued(member.Id);

        Assert.Contains(await Letters(app.Eastern, "out"), letter => letter.Id == transfer.Id);
        var incoming = Assert.Single(await Letters(app.Western, "in"), letter => letter.Id == transfer.Id);
        Assert.Equal((member.Name, member.IdNumber, app.East1.Name), (incoming.MemberName, incoming.IdNumber, incoming.FromName));
        Assert.DoesNotContain(await Letters(app.Western, "out"), letter => letter.Id == transfer.Id);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Western.GetAsync($"/api/v1/members/{member.Id}")).StatusCode);

        var received = await (await Post(app.Western, $"transfers/{transfer.Id}/receive")).Read<TransferResponse>();

        Assert.Equal(TransferState.Received, received.State);
        Assert.Equal(TransferState.Received, Assert.Single(await Letters(app.Eastern, "out"), letter => letter.Id == transfer.Id).State);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Eastern.GetAsync($"/api/v1/members/{member.Id}")).StatusCode);
        var moved = await (await app.Western.GetAsync($"/api/v1/members/{member.Id}")).Read<MemberResponse>();
        Assert.Equal((app.West1.Id, app.West1.LevelCode, 2), (moved.OrganizationId, moved.LevelCode, moved.Version));
        Assert.Equal(new MemberState(member.Id, 2, app.West1.Id, MemberStatus.Formal, false), (await app.StatesOf(member.Id))[^1]);
        Assert.Contains(await app.OutboxAsync<MemberTransferred>(), body => body.Contains(transfer.Id.ToString(), StringComparison.Ordinal));
        Assert.Equal(["tester"], await app.RowsAsync("select actor_name from audit_log where action = 'transfer.received' and object_id = $1", reader => reader.GetString(0), transfer.Id));
        Assert.Equal("transfer.not-open", (await (await Post(app.Western, $"transfers/{transfer.Id}/receive")).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task Each_side_decides_only_what_is_its_own_and_a_third_knows_of_nothing()
    {
        var member = await app.HasMember(app.East1);
        var transfer = await Issued(member.Id);
        var third = app.As("001001002", "members.*");

        Assert.Equal(HttpStatusCode.NotFound, (await Post(app.Eastern, $"transfers/{transfer.Id}/receive")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(app.Eastern, $"transfers/{transfer.Id}/return", new DecideTransferRequest("x"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(app.Western, $"transfers/{transfer.Id}/cancel", new DecideTransferRequest("x"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(app.Western, $"members/{member.Id}/transfers", new TransferMemberRequest("x", app.West1.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await third.GetAsync($"/api/v1/transfers/{transfer.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(app.As(app.West.LevelCode, "members.read members.transfer"), $"transfers/{transfer.Id}/receive")).StatusCode);
    }

    [Fact]
    public async Task A_letter_sent_back_or_taken_back_leaves_the_member_where_he_is_and_another_may_follow()
    {
        var member = await app.HasMember(app.East1);
        var first = await Issued(member.Id);
        Assert.Equal("unique.transfer_open", (await (await Issue(member.Id)).Refusal(HttpStatusCode.Conflict)).Code);

        Assert.Equal(TransferState.Returned, (await (await Post(app.Western, $"transfers/{first.Id}/return", new DecideTransferRequest("材料不全"))).Read<TransferResponse>()).State);
        var second = await Issued(member.Id);
        Assert.Equal(TransferState.Cancelled, (await (await Post(app.Eastern, $"transfers/{second.Id}/cancel", new DecideTransferRequest("遗失"))).Read<TransferResponse>()).State);

        Assert.Equal(app.East1.Id, (await (await app.Eastern.GetAsync($"/api/v1/members/{member.Id}")).Read<MemberResponse>()).OrganizationId);
        Assert.Single(await app.StatesOf(member.Id));
        Assert.Equal("遗失", (await (await app.Western.GetAsync($"/api/v1/transfers/{second.Id}")).Read<TransferResponse>()).DecisionNote);
    }

    [Fact]
    public async Task A_letter_to_the_outside_is_closed_by_the_giver_and_the_member_has_gone()
    {
        var member = await app.HasMember(app.East1);
        var transfer = await (await Post(app.Eastern, $"members/{member.Id}/transfers", new TransferMemberRequest("搬迁", ToOrganizationName: "外省某支部(样本)"))).Read<TransferResponse>(HttpStatusCode.Created);

        await (await Post(app.Eastern, $"transfers/{transfer.Id}/receive")).Read<TransferResponse>();

        var gone = await (await app.Eastern.GetAsync($"/api/v1/members/{member.Id}")).Read<MemberResponse>();
        Assert.Equal((MemberStatus.TransferredOut, "搬迁"), (gone.Status, gone.CloseReason));
    }

    [Fact]
    public async Task A_transfer_needs_one_target_another_than_home_and_an_active_member()
    {
        var member = await app.HasMember(app.East1);
        foreach (var request in (TransferMemberRequest[])[new("x"), new("x", app.West1.Id, "外省"), new("x", Guid.CreateVersion7())])
        {
            Assert.Equal("toOrganizationId", (await (await Post(app.Eastern, $"members/{member.Id}/transfers", request)).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
        }

        Assert.Equal("transfer.already-there", (await (await Post(app.Eastern, $"members/{member.Id}/transfers", new TransferMemberRequest("x", app.East1.Id))).Refusal(HttpStatusCode.Conflict)).Code);
        await app.Eastern.PatchAsJsonAsync($"/api/v1/members/{member.Id}", new ChangeMemberRequest(Status: MemberStatus.Suspended), Wire.Json);
        Assert.Equal("member.not-active", (await (await Issue(member.Id)).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task The_term_of_letters_is_data()
    {
        await app.ExecuteAsync("insert into relation_rules values ('2030-01-01', 60, 6, 'sample') on conflict do nothing");
        app.Clock.Set(new DateOnly(2030, 3, 1));
        var member = await app.HasMember(app.East1);

        Assert.Equal(new DateOnly(2030, 4, 30), (await Issued(member.Id)).ExpiresOn);
    }

    private Task<HttpResponseMessage> Issue(Guid member) => Post(app.Eastern, $"members/{member}/transfers", new TransferMemberRequest("工作调动(样本)", app.West1.Id, LetterNo: "第1号"));

    private async Task<TransferResponse> Issued(Guid member) => await (await Issue(member)).Read<TransferResponse>(HttpStatusCode.Created);

    private static async Task<IReadOnlyList<TransferResponse>> Letters(HttpClient client, string direction) =>
        (await (await client.GetAsync($"/api/v1/transfers?direction={direction}&limit=200")).Read<Page<TransferResponse>>()).Items;

    private static Task<HttpResponseMessage> Post(HttpClient client, string path, object? body = null) =>
        client.PostAsync($"/api/v1/{path}", body is null ? null : JsonContent.Create(body, body.GetType(), options: Wire.Json));
}
