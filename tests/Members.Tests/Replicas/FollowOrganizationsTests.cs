using System.Net;
using System.Net.Http.Json;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Members.Tests.Replicas;

public sealed class FollowOrganizationsTests(MembersApp app) : IClassFixture<MembersApp>
{
    [Fact]
    public async Task Members_letters_and_stays_go_where_their_organization_is_moved()
    {
        var branch = await Branch("00a001");
        var member = await app.HasMember(branch);
        var admin = app.As("0", "members.*");
        await admin.PostAsJsonAsync($"/api/v1/members/{member.Id}/transfers", new TransferMemberRequest("x", app.West1.Id), Wire.Json);
        await admin.PostAsJsonAsync($"/api/v1/members/{member.Id}/mobility", new RegisterMobilityRequest(new(2026, 1, 15), app.West1.Id), Wire.Json);

        await app.Hears(branch with { Version = 3, LevelCode = "00b007" });
        // An older state that comes late is overlooked.
        await app.Hears(branch with { Version = 2, LevelCode = "00c001" });

        Assert.Equal(HttpStatusCode.NotFound, (await app.As("00a", "members.read").GetAsync($"/api/v1/members/{member.Id}")).StatusCode);
        Assert.Equal("00b007", (await (await app.As("00b", "members.read").GetAsync($"/api/v1/members/{member.Id}")).Read<MemberResponse>()).LevelCode);
        Assert.Equal([app.West1.LevelCode, "00b007"], await Places("transfers", member.Id));
        Assert.Equal([app.West1.LevelCode, "00b007"], await Places("mobility", member.Id));
        Assert.Equal(2, (await app.StatesOf(member.Id))[^1].Version);
    }

    [Fact]
    public async Task A_merger_takes_the_members_along_and_says_so()
    {
        var (one, other) = (await Branch("00d001"), await Branch("00d002"));
        var member = await app.HasMember(one);

        await app.Hears(one with { Version = 2, Status = OrganizationStatus.Merged, MergedIntoId = other.Id });

        var moved = await (await app.As("00d002", "members.read").GetAsync($"/api/v1/members/{member.Id}")).Read<MemberResponse>();
        Assert.Equal((other.Id, "00d002", 2), (moved.OrganizationId, moved.LevelCode, moved.Version));
        Assert.Equal((2, other.Id), ((await app.StatesOf(member.Id))[^1].Version, (await app.StatesOf(member.Id))[^1].OrganizationId));
    }

    [Fact]
    public async Task Mergers_that_follow_each_other_end_where_the_last_ends_in_whichever_order_they_are_heard()
    {
        var (first, second) = (await Branch("00e001"), await Branch("00e002"));
        var last = State("00e003");
        var member = await app.HasMember(first);

        await app.Hears(second with { Version = 2, Status = OrganizationStatus.Merged, MergedIntoId = last.Id });
        await app.Hears(first with { Version = 2, Status = OrganizationStatus.Merged, MergedIntoId = second.Id });
        await app.Hears(last);

        Assert.Equal(last.Id, (await (await app.As("00e003", "members.read").GetAsync($"/api/v1/members/{member.Id}")).Read<MemberResponse>()).OrganizationId);
    }

    [Fact]
    public async Task A_letter_to_a_merged_organization_can_be_received_by_the_one_that_took_over()
    {
        var (target, heir) = (await Branch("00f001"), await Branch("00f002"));
        var member = await app.HasMember(app.East1);
        var transfer = await (await app.Eastern.PostAsJsonAsync($"/api/v1/members/{member.Id}/transfers", new TransferMemberRequest("x", target.Id), Wire.Json)).Read<TransferResponse>(HttpStatusCode.Created);

        await app.Hears(target with { Version = 2, Status = OrganizationStatus.Merged, MergedIntoId = heir.Id });
        await (await app.As("00f002", "members.*").PostAsync($"/api/v1/transfers/{transfer.Id}/receive", null)).Read<TransferResponse>();

        Assert.Equal(heir.Id, (await app.StatesOf(member.Id))[^1].OrganizationId);
    }

    [Fact]
    public async Task Nobody_is_entered_in_an_organization_that_has_closed()
    {
        var branch = await Branch("00g001");
        await app.Hears(branch with { Version = 2, Status = OrganizationStatus.Abolished });

        var response = await app.As("0", "members.*").PostAsJsonAsync("/api/v1/members", new AdmitMemberRequest(branch.Id, MembersApp.NextIdNumber(), "样本"), Wire.Json);

        Assert.Equal("member.organization-closed", (await response.Refusal(HttpStatusCode.Conflict)).Code);
    }

    private async Task<OrganizationState> Branch(string levelCode)
    {
        var state = State(levelCode);
        await app.Hears(state);
        return state;
    }

    private static OrganizationState State(string levelCode) => new(
        Guid.CreateVersion7(), 1, levelCode, levelCode, levelCode, OrganizationKind.Branch, "village", null, null, OrganizationStatus.Active, null);

    private Task<List<string>> Places(string table, Guid member) =>
        app.RowsAsync($"select level_code from {table} where member_id = $1 order by level_code", reader => reader.GetString(0), member);
}
