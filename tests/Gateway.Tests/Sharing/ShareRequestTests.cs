using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Sharing;
using PartyCloud.Gateway.Tasks;
using PartyCloud.Testing;
using static PartyCloud.Gateway.Tests.Sharing.SharingGateway;

namespace PartyCloud.Gateway.Tests.Sharing;

/// <summary>What an app asks for, who answers by when, and what comes of it. Each test begins on the same Monday.</summary>
[Collection(SharedSharing.Name)]
public sealed class ShareRequestTests : IAsyncLifetime
{
    private readonly SharingGateway app;

    public ShareRequestTests(SharingGateway app)
    {
        this.app = app;
        app.Clock.Set(Monday.ToUniversalTime());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    // What is left under way would be due in another test.
    public async Task DisposeAsync() => await app.TextsAsync(
        "with a as (update share_requests set state = 'withdrawn', counts_from = null, due_on = null where state <> 'granted' returning id) select id::text from a");

    [Fact]
    public async Task What_is_shared_unconditionally_is_granted_at_once_when_it_conforms_and_the_app_reads_until_its_end()
    {
        var portal = await SignedApp.RegisterAsync(app, []);
        Assert.Equal("app.scope", (await (await portal.GetAsync("/api/v1/organizations")).Refusal(HttpStatusCode.Forbidden)).Code);

        var asked = await AskedAsync(portal, Asking("organizations", until: new(2026, 9, 10)));
        Assert.Equal((DataShareState.Submitted, new DateOnly(2026, 9, 9), false), (asked.State, asked.DueOn, asked.Overdue));
        Assert.Contains("name", asked.Items);
        Assert.Equal(HttpStatusCode.Forbidden, (await portal.GetAsync("/api/v1/organizations")).StatusCode);

        using var department = await app.DepartmentAsync();
        var granted = await (await ActAsync(department, asked, "check", new CheckShareRequestRequest(true))).Read<ShareRequestResponse>();
        Assert.Equal((DataShareState.Granted, null, new DateOnly(2026, 9, 10)), (granted.State, granted.DueOn, granted.GrantedUntil));
        Assert.Equal([DataShareState.Submitted, DataShareState.Granted], granted.Steps.Select(step => step.State));
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/api/v1/organizations")).StatusCode);
        Assert.Equal("app.scope", (await (await portal.PostJsonAsync("/api/v1/organizations", new { })).Refusal(HttpStatusCode.Forbidden)).Code);
        Assert.NotEmpty(await app.TextsAsync("select action from audit_log where action = 'app.scope-given' and object_id = $1", portal.App.Id));

        // The last day is whole in China, and not a second more, whether or not anything has cleared it away.
        app.Clock.Set(new DateTimeOffset(2026, 9, 10, 23, 59, 50, TimeSpan.FromHours(8)).ToUniversalTime());
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/api/v1/organizations")).StatusCode);
        app.Later(TimeSpan.FromSeconds(20));
        Assert.Equal("app.scope", (await (await portal.GetAsync("/api/v1/organizations")).Refusal(HttpStatusCode.Forbidden)).Code);

        await app.Services.GetRequiredService<ShareRequestEnds>().EndAsync(default);
        var ended = await (await portal.GetAsync($"/api/v1/sharing/requests/{asked.Id}")).Read<ShareRequestResponse>();
        Assert.Equal((DataShareState.Ended, "system"), (ended.State, ended.Steps[^1].Actor));
        Assert.Empty(await app.TextsAsync("select id::text from app_scopes where share_request_id = $1", asked.Id));
    }

    [Fact]
    public async Task Of_what_is_conditional_the_owner_decides_within_five_working_days_and_grants_no_more_than_was_asked()
    {
        var (district, town, other) = (await app.HasOrganizationAsync("00d001"), await app.HasOrganizationAsync("00d001001"), await app.HasOrganizationAsync("00d002"));
        var portal = await SignedApp.RegisterAsync(app, [], home: district);
        // On Thursday after hours: counts from Friday, and five working days later is the Friday after, as 20 September is worked.
        app.Clock.Set(new DateTimeOffset(2026, 9, 10, 18, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime());
        var asked = await AskedAsync(portal, Asking("members", district, items: ["name", "status", "name"]));
        Assert.Equal((DataShareState.Submitted, new DateOnly(2026, 9, 15)), (asked.State, asked.DueOn));
        Assert.Equal(["name", "status"], asked.Items);

        using var department = await app.DepartmentAsync();
        var conforms = await (await ActAsync(department, asked, "check", new CheckShareRequestRequest(true))).Read<ShareRequestResponse>();
        Assert.Equal((DataShareState.Deciding, new DateOnly(2026, 9, 18)), (conforms.State, conforms.DueOn));
        Assert.Equal(HttpStatusCode.Forbidden, (await portal.GetAsync("/api/v1/members")).StatusCode);

        Assert.Equal("share.beyond-asked", await RefusedAsync(department, conforms, new(true, OrganizationId: other)));
        Assert.Equal("share.beyond-asked", await RefusedAsync(department, conforms, new(true, Until: new(2027, 1, 1))));
        Assert.Equal("share.until-past", await RefusedAsync(department, conforms, new(true, Until: new(2026, 9, 9))));
        Assert.Equal("reason", (await (await ActAsync(department, conforms, "reply", new ReplyToShareRequestRequest(false))).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);

        var granted = await (await ActAsync(department, conforms, "reply", new ReplyToShareRequestRequest(true, OrganizationId: town, Until: new(2026, 10, 31)))).Read<ShareRequestResponse>();
        Assert.Equal((DataShareState.Granted, town, new DateOnly(2026, 10, 31)), (granted.State, granted.GrantedOrganizationId, granted.GrantedUntil));
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/api/v1/members")).StatusCode);
        using var admin = await app.AdminAsync();
        var shown = await (await admin.GetAsync($"/api/v1/apps/{portal.App.Id}")).Read<AppResponse>();
        Assert.Empty(shown.Scopes);
        Assert.Equal(
            (granted.Id, AppResource.Members, town, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(8))),
            (shown.SharedScopes[0].ShareRequestId, shown.SharedScopes[0].Resource, shown.SharedScopes[0].OrganizationId, shown.SharedScopes[0].EndsAt));

        // Changing what administrators gave leaves it, and revoking the request takes it at once.
        await (await admin.PatchAsJsonAsync($"/api/v1/apps/{portal.App.Id}", new ChangeAppRequest(Scopes: []), Wire.Json)).Read<AppResponse>();
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/api/v1/members")).StatusCode);
        var revoked = await (await ActAsync(admin, granted, "end", new ShareReasonRequest("sample reason"))).Read<ShareRequestResponse>();
        Assert.Equal((DataShareState.Ended, "sample reason"), (revoked.State, revoked.Reason));
        Assert.Equal("app.scope", (await (await portal.GetAsync("/api/v1/members")).Refusal(HttpStatusCode.Forbidden)).Code);
        Assert.NotEmpty(await app.TextsAsync("select action from audit_log where action = 'app.scope-taken' and object_id = $1", portal.App.Id));
    }

    [Fact]
    public async Task Data_that_are_not_there_yet_are_due_ten_days_from_when_the_owners_days_began_and_open_nothing_before()
    {
        var portal = await SignedApp.RegisterAsync(app, []);
        using var department = await app.DepartmentAsync();
        var conforms = await (await ActAsync(department, await AskedAsync(portal, Asking("pairing")), "check", new CheckShareRequestRequest(true))).Read<ShareRequestResponse>();
        app.Clock.Set(Monday.AddDays(3).ToUniversalTime());
        using var later = await app.DepartmentAsync();

        var preparing = await (await ActAsync(later, conforms, "reply", new ReplyToShareRequestRequest(true, DataReady: false))).Read<ShareRequestResponse>();

        // Ten working days from Monday, 7 September; Sunday the 20th is one of them.
        Assert.Equal((DataShareState.Preparing, new DateOnly(2026, 9, 20)), (preparing.State, preparing.DueOn));
        Assert.Equal(HttpStatusCode.Forbidden, (await portal.GetAsync("/api/v1/pairing/pairs")).StatusCode);
        var ready = await (await ActAsync(later, preparing, "ready", new { })).Read<ShareRequestResponse>();
        Assert.Equal((DataShareState.Granted, null), (ready.State, ready.DueOn));
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync("/api/v1/pairing/pairs")).StatusCode);

        // Who asked may give it back.
        var withdrawn = await (await portal.PostJsonAsync($"/api/v1/sharing/requests/{ready.Id}/withdraw", new ShareReasonRequest("not needed"))).Read<ShareRequestResponse>();
        Assert.Equal(DataShareState.Withdrawn, withdrawn.State);
        Assert.Equal(HttpStatusCode.Forbidden, (await portal.GetAsync("/api/v1/pairing/pairs")).StatusCode);
        Assert.Equal("share.over", (await (await portal.PostJsonAsync($"/api/v1/sharing/requests/{ready.Id}/withdraw", new ShareReasonRequest("again"))).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task What_does_not_conform_comes_back_with_the_reason_and_is_handed_in_again()
    {
        var portal = await SignedApp.RegisterAsync(app, []);
        using var department = await app.DepartmentAsync();
        var asked = await AskedAsync(portal, Asking("members", purpose: "vague"));
        var returned = await (await ActAsync(department, asked, "check", new CheckShareRequestRequest(false, "say what for"))).Read<ShareRequestResponse>();
        Assert.Equal((DataShareState.Returned, "say what for", null), (returned.State, returned.Reason, returned.DueOn));

        // While it is under way it is not asked for a second time.
        Assert.Equal("unique.share_request_open", (await (await portal.PostJsonAsync("/api/v1/sharing/requests", Asking("members", purpose: "vague"))).Refusal(HttpStatusCode.Conflict)).Code);
        app.Clock.Set(Monday.AddDays(1).ToUniversalTime());
        var again = await (await portal.PostJsonAsync(
            $"/api/v1/sharing/requests/{asked.Id}/resubmit", new ResubmitShareRequestRequest("a clear purpose", "sample basis", DataFrequency.Weekly, new(2026, 12, 31), ["name"]))).Read<ShareRequestResponse>();
        Assert.Equal((DataShareState.Submitted, "a clear purpose", new DateOnly(2026, 9, 10)), (again.State, again.Purpose, again.DueOn));
        Assert.Equal(["name"], again.Items);

        using var next = await app.DepartmentAsync();
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await ActAsync(next, asked, "check", new CheckShareRequestRequest(true))).StatusCode);
        var conforms = await (await ActAsync(next, again, "check", new CheckShareRequestRequest(true))).Read<ShareRequestResponse>();
        var refused = await (await ActAsync(next, conforms, "reply", new ReplyToShareRequestRequest(false, "not for that"))).Read<ShareRequestResponse>();
        Assert.Equal((DataShareState.Refused, "not for that"), (refused.State, refused.Reason));
        Assert.Equal(
            [DataShareState.Submitted, DataShareState.Returned, DataShareState.Submitted, DataShareState.Deciding, DataShareState.Refused], refused.Steps.Select(step => step.State));
        Assert.Equal("share.not-deciding", await RefusedAsync(next, refused, new(true)));
    }

    [Fact]
    public async Task What_is_not_shared_is_refused_at_once_with_the_reason_of_the_catalogue()
    {
        var portal = await SignedApp.RegisterAsync(app, []);

        var refused = await AskedAsync(portal, Asking("member-identity"));

        var entry = await (await portal.GetAsync("/api/v1/sharing/catalogue/member-identity")).Read<DataResourceResponse>();
        Assert.Equal((DataShareState.Refused, entry.Reason), (refused.State, refused.Reason));
    }

    [Fact]
    public async Task What_the_app_holds_already_is_answered_by_that_unless_it_is_for_another_purpose()
    {
        var town = await app.HasOrganizationAsync("00h001");
        var given = await SignedApp.RegisterAsync(app, [new(AppResource.Members, AppAccess.Write, town)]);
        var held = await AskedAsync(given, Asking("members", town));
        Assert.Equal((DataShareState.AlreadyHeld, null), (held.State, held.HeldById));
        // Elsewhere it holds nothing.
        Assert.Equal(DataShareState.Submitted, (await AskedAsync(given, Asking("members"))).State);

        var portal = await SignedApp.RegisterAsync(app, []);
        var granted = await app.GrantedAsync(portal, Asking("members", town, items: ["name", "status"]));
        var same = await AskedAsync(portal, Asking("members", town, items: ["status"]));
        Assert.Equal((DataShareState.AlreadyHeld, granted.Id), (same.State, same.HeldById));
        Assert.Equal(DataShareState.Submitted, (await AskedAsync(portal, Asking("members", town, items: ["status"], purpose: "another purpose"))).State);
        Assert.Equal(DataShareState.Submitted, (await AskedAsync(portal, Asking("members", town, items: ["phone"]))).State);
    }

    [Fact]
    public async Task Nobody_grants_what_he_does_not_hold_nor_sees_what_is_not_his_to_answer()
    {
        var (east, west) = (await app.HasOrganizationAsync("00n001"), await app.HasOrganizationAsync("00n002"));
        var portal = await SignedApp.RegisterAsync(app, [], home: east);
        Assert.Equal("app.scope-outside", (await (await portal.PostJsonAsync("/api/v1/sharing/requests", Asking("members", west))).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("app.scope-outside", (await (await portal.PostJsonAsync("/api/v1/sharing/requests", Asking("members"))).Refusal(HttpStatusCode.Conflict)).Code);
        var other = await SignedApp.RegisterAsync(app, []);
        Assert.Equal("appId", (await (await portal.PostJsonAsync("/api/v1/sharing/requests", Asking("members", east, app: other.App.Id))).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
        var asked = await AskedAsync(portal, Asking("members", east));

        using var neighbour = await app.AsAsync(("districtAdmin", west));
        using var security = await app.AsAsync(("securityAdmin", east));
        using var district = await app.AsAsync(("districtAdmin", east));
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"/api/v1/sharing/requests/{asked.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/api/v1/sharing/requests/{asked.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ActAsync(neighbour, asked, "check", new CheckShareRequestRequest(true))).StatusCode);
        Assert.DoesNotContain(asked.Id, await ListedAsync(neighbour));
        Assert.DoesNotContain(asked.Id, (await (await other.GetAsync("/api/v1/sharing/requests")).Read<Page<ShareRequestItem>>()).Items.Select(item => item.Id));
        Assert.Contains(asked.Id, await ListedAsync(security));
        Assert.Equal(HttpStatusCode.Forbidden, (await ActAsync(security, asked, "check", new CheckShareRequestRequest(true))).StatusCode);

        // The district checks for its apps; of the installation's data the installation decides.
        var conforms = await (await ActAsync(district, asked, "check", new CheckShareRequestRequest(true))).Read<ShareRequestResponse>();
        Assert.Equal(DataShareState.Deciding, conforms.State);
        Assert.Equal(HttpStatusCode.NotFound, (await ActAsync(district, conforms, "reply", new ReplyToShareRequestRequest(true))).StatusCode);

        // An app of the whole installation: who holds the business in one district alone could not give it all.
        using var wide = await app.AsAsync(("securityAdmin", null), ("cityAdmin", east));
        var everything = await AskedAsync(other, Asking("organizations"));
        Assert.Equal(HttpStatusCode.Forbidden, (await ActAsync(wide, everything, "check", new CheckShareRequestRequest(true))).StatusCode);
    }

    [Fact]
    public async Task A_person_asks_in_the_name_of_an_app_that_he_sees_and_the_same_key_asks_once()
    {
        var (east, west) = (await app.HasOrganizationAsync("00p001"), await app.HasOrganizationAsync("00p002"));
        var portal = await SignedApp.RegisterAsync(app, [], home: east);
        using var security = await app.AsAsync(("securityAdmin", east));
        using var neighbour = await app.AsAsync(("securityAdmin", west));
        using var clerk = await app.AsAsync(("committeeClerk", east));
        var asking = Asking("members", east, app: portal.App.Id);

        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.PostAsJsonAsync("/api/v1/sharing/requests", asking, Wire.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.PostAsJsonAsync("/api/v1/sharing/requests", asking, Wire.Json)).StatusCode);
        Assert.Equal("appId", (await (await security.PostAsJsonAsync("/api/v1/sharing/requests", asking with { AppId = null }, Wire.Json)).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
        var asked = await (await security.PostAsJsonAsync("/api/v1/sharing/requests", asking, Wire.Json)).Read<ShareRequestResponse>(HttpStatusCode.Created);
        Assert.Equal((portal.App.Id, portal.App.Name), (asked.AppId, asked.AppName));
        Assert.Equal(asked.Id, (await (await portal.GetAsync($"/api/v1/sharing/requests/{asked.Id}")).Read<ShareRequestResponse>()).Id);

        var own = Asking("pairing", east);
        var first = await (await portal.PostJsonAsync("/api/v1/sharing/requests", own, "sample-key")).Read<ShareRequestResponse>(HttpStatusCode.Created);
        Assert.Equal(first.Id, (await (await portal.PostJsonAsync("/api/v1/sharing/requests", own, "sample-key")).Read<ShareRequestResponse>(HttpStatusCode.Created)).Id);
        Assert.Equal("until", (await (await portal.PostJsonAsync("/api/v1/sharing/requests", own with { Until = new(2026, 9, 6) })).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
        Assert.Equal("until", (await (await portal.PostJsonAsync("/api/v1/sharing/requests", own with { Until = new(2029, 9, 8) })).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field);
    }

    [Fact]
    public async Task Checks_and_replies_stand_in_the_tasks_of_those_who_may_act_and_an_imported_holiday_moves_their_day()
    {
        var (east, west) = (await app.HasOrganizationAsync("00t001"), await app.HasOrganizationAsync("00t002"));
        var portal = await SignedApp.RegisterAsync(app, [], home: east);
        var asked = await AskedAsync(portal, Asking("members", east));
        using var district = await app.AsAsync(("districtAdmin", east));
        using var neighbour = await app.AsAsync(("districtAdmin", west));

        var task = Assert.Single(await TasksAsync(district));
        Assert.Equal(("gateway", "checkShareRequest", asked.Id, asked.DueOn, false, $"/api/v1/sharing/requests/{asked.Id}"), (task.Service, task.Kind, task.SubjectId, task.DueOn, task.Overdue, task.Link));
        Assert.Contains(portal.App.Name, task.Title, StringComparison.Ordinal);
        Assert.Empty(await TasksAsync(neighbour));

        await (await ActAsync(district, asked, "check", new CheckShareRequestRequest(true))).Read<ShareRequestResponse>();
        Assert.Empty(await TasksAsync(district));
        using var department = await app.DepartmentAsync();
        task = Assert.Single(await TasksAsync(department), one => one.SubjectId == asked.Id);
        Assert.Equal(("replyToShareRequest", new DateOnly(2026, 9, 14)), (task.Kind, task.DueOn));

        using var admin = await app.AdminAsync();
        var year = await (await admin.GetAsync("/api/v1/sharing/calendar/2026")).Read<CalendarResponse>();
        var changed = new ImportCalendarRequest("sample notice", [.. year.Days, new(new(2026, 9, 9), false, "样例假日")]);
        await (await admin.PutAsJsonAsync("/api/v1/sharing/calendar/2026", changed, Wire.Json)).Read<CalendarResponse>();
        Assert.Equal(new DateOnly(2026, 9, 15), Assert.Single(await TasksAsync(department), one => one.SubjectId == asked.Id).DueOn);
        await (await admin.PutAsJsonAsync("/api/v1/sharing/calendar/2026", new ImportCalendarRequest(year.Source!, year.Days), Wire.Json)).Read<CalendarResponse>();

        app.Clock.Set(Monday.AddDays(8).ToUniversalTime());
        using var later = await app.DepartmentAsync();
        Assert.True(Assert.Single(await TasksAsync(later), one => one.SubjectId == asked.Id).Overdue);
        var late = await (await later.GetAsync("/api/v1/sharing/requests?overdue=true&state=deciding")).Read<Page<ShareRequestItem>>();
        Assert.Contains(late.Items, item => item.Id == asked.Id && item.Overdue);
    }

    private static async Task<IReadOnlyList<TaskItem>> TasksAsync(HttpClient client) =>
        (await (await client.GetAsync("/api/v1/tasks")).Read<MyTasksResponse>()).Items;

    private static async Task<IEnumerable<Guid>> ListedAsync(HttpClient client) =>
        (await (await client.GetAsync("/api/v1/sharing/requests")).Read<Page<ShareRequestItem>>()).Items.Select(item => item.Id);

    private static async Task<string?> RefusedAsync(HttpClient client, ShareRequestResponse of, ReplyToShareRequestRequest reply) =>
        (await (await ActAsync(client, of, "reply", reply)).Refusal(HttpStatusCode.Conflict)).Code;
}
