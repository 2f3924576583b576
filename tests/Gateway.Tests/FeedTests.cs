using System.Net;
using System.Text.Json;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Feed;
using PartyCloud.Members.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>The feeds of the services as one; what each of them holds is tested with the services.</summary>
public sealed class FeedTests(FeedTests.OwnGateway app) : IClassFixture<FeedTests.OwnGateway>
{
    private const string OrganizationFeed = "/api/v1/organizations/feed";
    private const string MemberFeed = "/api/v1/members/feed";
    private const string CaseFeed = "/api/v1/assessment/rectifications/feed";
    private const string PairFeed = "/api/v1/pairing/pairs/feed";

    // As long as a service's own cursors are.
    private static readonly string[] Cursors = [.. Enumerable.Range(0, 4).Select(n => new string((char)('a' + n), 22))];

    [Fact]
    public async Task Organizations_go_ahead_of_members_and_the_cursor_says_how_far_each_was_read()
    {
        var (organizations, members) = (new[] { Organization(1), Organization(2) }, new[] { Member(1), Member(2), Member(3) });
        using var session = await app.AsAsync(("districtAdmin", await app.HasOrganizationAsync("001")));
        AnswerTheOthers();
        Answer("organizations", OrganizationFeed, new FeedPage<OrganizationResponse>([], Cursors[0], false));
        Answer("members", MemberFeed, new FeedPage<MemberResponse>([], Cursors[1], false));
        var begin = await (await session.GetAsync("/api/v1/changes")).Read<ChangesResponse>();
        Assert.Empty(begin.Items);

        Answer("organizations", OrganizationFeed, new FeedPage<OrganizationResponse>(Items(organizations, o => o.Id, o => o.Version), Cursors[2], false));
        Answer("members", MemberFeed, new FeedPage<MemberResponse>([.. Items(members, m => m.Id, m => m.Version), new(9, app.Clock.GetUtcNow(), members[0].Id, 2, FeedKind.OutOfReach, null)], Cursors[3], true));
        var page = await (await session.GetAsync($"/api/v1/changes?limit=7&under={organizations[0].Id}&cursor={begin.Cursor}")).Read<ChangesResponse>();

        Assert.Equal(
            [(FeedType.Organization, organizations[0].Id), (FeedType.Organization, organizations[1].Id), (FeedType.Member, members[0].Id), (FeedType.Member, members[1].Id),
                (FeedType.Member, members[2].Id), (FeedType.Member, members[0].Id)],
            page.Items.Select(item => (item.Type, item.Id)));
        Assert.Equal((organizations[0], null), (page.Items[0].Organization, page.Items[0].Member));
        Assert.Equal((null, "样例1"), (page.Items[2].Organization, page.Items[2].Member!.Name));
        Assert.Equal((FeedKind.OutOfReach, null, null), (page.Items[5].Kind, page.Items[5].Organization, page.Items[5].Member));
        Assert.True(page.More);
        Assert.Equal($"?limit=7&under={organizations[0].Id}&cursor={Cursors[0]}", app.Behind["organizations"].Queries[OrganizationFeed]);
        Assert.Equal($"?limit=5&under={organizations[0].Id}&cursor={Cursors[1]}", app.Behind["members"].Queries[MemberFeed]);

        // A page that organizations fill leaves the members where they were.
        var full = await (await session.GetAsync($"/api/v1/changes?limit=2&cursor={page.Cursor}")).Read<ChangesResponse>();
        Assert.True(full.More);
        Assert.Equal(page.Cursor, full.Cursor);
        Assert.Equal($"?limit=5&under={organizations[0].Id}&cursor={Cursors[1]}", app.Behind["members"].Queries[MemberFeed]);
    }

    [Fact]
    public async Task A_snapshot_walks_organizations_then_members_and_ends_with_the_cursor_of_the_feed()
    {
        var (organization, member) = (Organization(1), Member(1));
        using var session = await app.AsAsync(("cityAdmin", null));
        AnswerTheOthers();
        Answer("organizations", OrganizationFeed + "/snapshot", new FeedSnapshot<OrganizationResponse>([organization], Cursors[0] + ".rest", null));
        Answer("members", MemberFeed + "/snapshot", new FeedSnapshot<MemberResponse>([member], null, Cursors[1]));

        var first = await (await session.GetAsync("/api/v1/changes/snapshot?limit=1")).Read<SnapshotResponse>();
        Assert.Equal((organization, null), (Assert.Single(first.Items).Organization, first.Changes));
        Answer("organizations", OrganizationFeed + "/snapshot", new FeedSnapshot<OrganizationResponse>([organization], null, Cursors[0]));
        var second = await (await session.GetAsync($"/api/v1/changes/snapshot?limit=1&cursor={first.Next}")).Read<SnapshotResponse>();
        Assert.Equal($"?limit=1&cursor={Cursors[0]}.rest", app.Behind["organizations"].Queries[OrganizationFeed + "/snapshot"]);
        Assert.NotNull(second.Next);
        var last = await (await session.GetAsync($"/api/v1/changes/snapshot?limit=1&cursor={second.Next}")).Read<SnapshotResponse>();
        Assert.Equal((FeedType.Member, member.Id, member.Version), (last.Items[0].Type, last.Items[0].Id, last.Items[0].Version));
        last = await (await session.GetAsync($"/api/v1/changes/snapshot?limit=1&cursor={last.Next}")).Read<SnapshotResponse>();
        Assert.Empty(last.Items);
        Assert.Null(last.Next);

        Answer("organizations", OrganizationFeed, new FeedPage<OrganizationResponse>([], Cursors[0], false));
        Answer("members", MemberFeed, new FeedPage<MemberResponse>([], Cursors[1], false));
        await (await session.GetAsync($"/api/v1/changes?cursor={last.Changes}")).Read<ChangesResponse>();
        Assert.Equal($"?limit=200&cursor={Cursors[1]}", app.Behind["members"].Queries[MemberFeed]);
        Assert.Equal(HttpStatusCode.BadRequest, (await session.GetAsync($"/api/v1/changes/snapshot?cursor={last.Changes}")).StatusCode);
    }

    [Fact]
    public async Task An_app_reads_each_service_within_its_scope_there_and_what_it_has_no_scope_for_is_left_out_or_refused()
    {
        var (east, west) = (await app.HasOrganizationAsync("001001"), await app.HasOrganizationAsync("001002"));
        var both = await SignedApp.RegisterAsync(app, [new(AppResource.Organizations, AppAccess.Read, east), new(AppResource.Members, AppAccess.Write, west)]);
        var one = await SignedApp.RegisterAsync(app, [new(AppResource.Organizations, AppAccess.Read, east)]);
        var other = await SignedApp.RegisterAsync(app, [new(AppResource.Pairing, AppAccess.Read, west), new(AppResource.Assessment, AppAccess.Write, east)]);
        var none = await SignedApp.RegisterAsync(app, []);
        AnswerTheOthers();
        Answer("organizations", OrganizationFeed, new FeedPage<OrganizationResponse>([], Cursors[0], false));
        Answer("members", MemberFeed, new FeedPage<MemberResponse>([], Cursors[1], false));

        var cursor = (await (await both.GetAsync("/api/v1/changes")).Read<ChangesResponse>()).Cursor;
        Assert.Equal(("001001", "organizations.read"), await Asked("organizations", OrganizationFeed));
        Assert.Equal(("001002", "members.read"), await Asked("members", MemberFeed));
        await (await other.GetAsync("/api/v1/changes")).Read<ChangesResponse>();
        Assert.Equal(("001001", "assessment.read assessment.restrictions.read"), await Asked("assessment", CaseFeed));
        Assert.Equal(("001002", "pairing.read"), await Asked("pairing", PairFeed));
        app.Behind["members"].Queries.Clear();
        await (await one.GetAsync("/api/v1/changes")).Read<ChangesResponse>();
        Assert.Empty(app.Behind["members"].Queries);
        Assert.Equal("app.scope", (await (await one.GetAsync("/api/v1/changes?types=member")).Refusal(HttpStatusCode.Forbidden)).Code);
        Assert.Equal("app.scope", (await (await one.GetAsync($"/api/v1/changes?cursor={cursor}")).Refusal(HttpStatusCode.Forbidden)).Code);
        Assert.Equal("app.scope", (await (await other.GetAsync("/api/v1/changes?types=organization,pair")).Refusal(HttpStatusCode.Forbidden)).Code);
        Assert.Equal("app.scope", (await (await none.GetAsync("/api/v1/changes")).Refusal(HttpStatusCode.Forbidden)).Code);
        Assert.Equal("app.scope", (await (await none.GetAsync("/api/v1/changes/snapshot")).Refusal(HttpStatusCode.Forbidden)).Code);
        using var security = await app.AsAsync(("securityAdmin", null));
        Assert.Equal("request.forbidden", (await (await security.GetAsync("/api/v1/changes")).Refusal(HttpStatusCode.Forbidden)).Code);

        async Task<(string, string)> Asked(string service, string path)
        {
            var (caller, _, failure) = await InternalTokens.FromPublicKeys(app.PublicKey).ValidateAsync(app.Behind[service].Tokens[path], app.Clock);
            Assert.Null(failure);
            return (caller!.Scope!.Text, caller.Permissions.Text);
        }
    }

    [Fact]
    public async Task Reading_many_by_a_body_is_reading_and_an_app_that_only_reads_writes_no_batch()
    {
        var app1 = await SignedApp.RegisterAsync(app, [new(AppResource.Members, AppAccess.Read, await app.HasOrganizationAsync("001001"))]);
        app.Behind["members"].Answers["/api/v1/members/batch-get"] = "{}";

        Assert.Equal(HttpStatusCode.OK, (await app1.PostAsync("/api/v1/members/batch-get", "{}"u8.ToArray())).StatusCode);
        var (caller, _, _) = await InternalTokens.FromPublicKeys(app.PublicKey).ValidateAsync(app.Behind["members"].Tokens["/api/v1/members/batch-get"], app.Clock);
        Assert.Equal("members.read", caller!.Permissions.Text);
        Assert.Equal("app.scope", (await (await app1.PostAsync("/api/v1/members/batch-change", "{}"u8.ToArray())).Refusal(HttpStatusCode.Forbidden)).Code);
    }

    [Fact]
    public async Task A_cursor_that_is_gone_is_said_so_and_a_service_that_is_away_stops_the_call()
    {
        using var session = await app.AsAsync(("cityAdmin", null));
        AnswerTheOthers();
        Answer("organizations", OrganizationFeed, new FeedPage<OrganizationResponse>([], Cursors[0], false));
        Answer("members", MemberFeed, new FeedPage<MemberResponse>([], Cursors[1], false));
        var cursor = (await (await session.GetAsync("/api/v1/changes")).Read<ChangesResponse>()).Cursor;

        Refuse("members", 410, "changes.too-old");
        var gone = await session.GetAsync($"/api/v1/changes?cursor={cursor}");
        Assert.Equal("</api/v1/changes/snapshot>; rel=\"start\"", Assert.Single(gone.Headers.GetValues("Link")));
        var problem = await gone.Refusal(HttpStatusCode.Gone);
        Assert.Equal("changes.too-old", problem.Code);
        Assert.Contains("/snapshot", problem.Detail, StringComparison.Ordinal);
        Refuse("members", 404, "request.not-found");
        Assert.Equal(HttpStatusCode.NotFound, (await session.GetAsync($"/api/v1/changes?under={Guid.CreateVersion7()}")).StatusCode);
        Refuse("members", 500, "service.failed");
        var away = await session.GetAsync($"/api/v1/changes?cursor={cursor}");
        Assert.Equal("service.unavailable", (await away.Refusal(HttpStatusCode.ServiceUnavailable)).Code);
        Assert.NotNull(away.Headers.RetryAfter);
        app.Behind["members"].Statuses.Clear();

        void Refuse(string service, int status, string code)
        {
            app.Behind[service].Statuses[MemberFeed] = status;
            Answer(service, MemberFeed, new Problem("urn:x", "x", status, "x", "/", code, null));
        }
    }

    [Theory]
    [InlineData("?types=visit", "types")]
    [InlineData("?types=1", "types")]
    [InlineData("?types=Pair", "types")]
    [InlineData("?types=", "types")]
    [InlineData("?limit=1001", "limit")]
    [InlineData("?cursor=", "cursor")]
    [InlineData("?cursor=organization", "cursor")]
    [InlineData("?cursor=member.a~organization.b", "cursor")]
    [InlineData("?cursor=organization.a%26under=x", "cursor")]
    [InlineData("?cursor=pair.a~rectification.b", "cursor")]
    [InlineData("?cursor=pairs.a", "cursor")]
    [InlineData("?cursor=organization.aaaaaaaaaaaaaaaaaaaaaa&types=member", "types")]
    [InlineData("?cursor=organization.aaaaaaaaaaaaaaaaaaaaaa&types=organization,pair", "types")]
    public async Task What_is_malformed_is_said_so(string query, string field)
    {
        using var session = await app.AsAsync(("cityAdmin", null));

        foreach (var route in (string[])["/api/v1/changes", "/api/v1/changes/snapshot"])
        {
            Assert.Equal(field, Assert.Single((await (await session.GetAsync(route + query)).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        }
    }

    private void AnswerTheOthers()
    {
        Answer("assessment", CaseFeed, new FeedPage<RectificationResponse>([], Cursors[2], false));
        Answer("pairing", PairFeed, new FeedPage<PairResponse>([], Cursors[3], false));
        Answer("assessment", CaseFeed + "/snapshot", new FeedSnapshot<RectificationResponse>([], null, Cursors[2]));
        Answer("pairing", PairFeed + "/snapshot", new FeedSnapshot<PairResponse>([], null, Cursors[3]));
    }

    private void Answer<T>(string service, string path, T body) => app.Behind[service].Answers[path] = JsonSerializer.Serialize(body, Wire.Json);

    private List<FeedItem<T>> Items<T>(IEnumerable<T> objects, Func<T, Guid> id, Func<T, int> version)
        where T : class => [.. objects.Select((one, n) => new FeedItem<T>(n + 1, app.Clock.GetUtcNow(), id(one), version(one), FeedKind.Changed, one))];

    private static OrganizationResponse Organization(int n) =>
        new(Guid.CreateVersion7(), $"S{n}", "001", $"样例{n}", OrganizationKind.Branch, "village", null, null, null, null, null, null, OrganizationStatus.Active, null, 1);

    private static MemberResponse Member(int n) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), "001", $"样例{n}", Sex.Female, new(1970, 1, 1), null, null, MemberStatus.Formal, false, null, null, null, null, [], null, "110105********0010", null, null, null, 1);

    /// <summary>A gateway of its own, because its services are made to answer this and that.</summary>
    public sealed class OwnGateway : GatewayApp;
}
