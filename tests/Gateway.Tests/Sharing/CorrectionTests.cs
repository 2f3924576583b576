using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Sharing;
using PartyCloud.Gateway.Tasks;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests.Sharing;

/// <summary>That a datum is wrong reaches the list of who owns it, and nobody else learns what was written of people.</summary>
[Collection(SharedSharing.Name)]
public sealed class CorrectionTests
{
    private const string Path = "/api/v1/sharing/corrections";
    private const string Secret = "样例一生于一九七一年";

    private readonly SharingGateway app;

    public CorrectionTests(SharingGateway app)
    {
        this.app = app;
        app.Clock.Set(SharingGateway.Monday.ToUniversalTime());
    }

    [Fact]
    public async Task What_an_app_finds_wrong_reaches_the_members_own_branch_which_puts_it_right_and_the_app_reads_that()
    {
        var (town, branch, other) = (await app.HasOrganizationAsync("00k001"), await app.HasOrganizationAsync("00k001001"), await app.HasOrganizationAsync("00k001002"));
        var member = app.HasMember(branch);
        var portal = await SignedApp.RegisterAsync(app, [new(AppResource.Members, AppAccess.Read, town)]);

        var asked = await (await portal.PostJsonAsync(Path, new ReportErrorRequest("members", member, "birthDate", Secret, Evidence: Secret))).Read<CorrectionItem>(HttpStatusCode.Created);

        Assert.Equal((CorrectionState.Open, branch, new DateOnly(2026, 9, 20), true), (asked.State, asked.OrganizationId, asked.DueOn, asked.Own));
        using var secretary = await app.AsAsync(("branchSecretary", branch));
        using var neighbour = await app.AsAsync(("branchSecretary", other));
        var task = Assert.Single((await (await secretary.GetAsync("/api/v1/tasks")).Read<MyTasksResponse>()).Items, one => one.SubjectId == asked.Id);
        Assert.Equal(("answerCorrection", branch, asked.DueOn, $"{Path}/{asked.Id}"), (task.Kind, task.OrganizationId, task.DueOn, task.Link));
        Assert.DoesNotContain(Secret, task.Title, StringComparison.Ordinal);
        Assert.Empty((await (await neighbour.GetAsync("/api/v1/tasks")).Read<MyTasksResponse>()).Items);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"{Path}/{asked.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.PostAsJsonAsync($"{Path}/{asked.Id}/accept", new AnswerCorrectionRequest("x"), Wire.Json)).StatusCode);
        Assert.Empty((await (await neighbour.GetAsync(Path)).Read<Page<CorrectionItem>>()).Items);

        var read = await (await secretary.GetAsync($"{Path}/{asked.Id}")).Read<CorrectionResponse>();
        Assert.Equal((false, Secret, Secret, null, $"/api/v1/members/{member}"), (read.Masked, read.ShouldBe, read.Evidence, read.Answer, read.Link));
        Assert.NotEmpty(await app.TextsAsync("select action from audit_log where action = 'correction.read' and object_id = $1", asked.Id));
        await (await secretary.PostAsJsonAsync($"{Path}/{asked.Id}/accept", new AnswerCorrectionRequest(Secret), Wire.Json)).Read<CorrectionItem>();
        Assert.Equal("correction.answered", (await (await secretary.PostAsJsonAsync($"{Path}/{asked.Id}/refuse", new AnswerCorrectionRequest("x"), Wire.Json)).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Empty((await (await secretary.GetAsync("/api/v1/tasks")).Read<MyTasksResponse>()).Items);

        var answered = await (await portal.GetAsync($"{Path}/{asked.Id}")).Read<CorrectionResponse>();
        Assert.Equal((CorrectionState.Accepted, Secret), (answered.Request.State, answered.Answer));
        // Neither the tables nor the log nor what is kept for a repetition hold it.
        Assert.Empty(await app.TextsAsync("select id::text from correction_requests where strpos(correction_requests::text, $1) > 0 or position(convert_to($1, 'utf8') in should_be || evidence || answer) > 0", Secret));
        Assert.Empty(await app.TextsAsync("select id::text from audit_log where strpos(audit_log::text, $1) > 0", Secret));
        Assert.Empty(await app.TextsAsync("select key from idempotency_keys where strpos(convert_from(answer, 'utf8'), $1) > 0", Secret));
    }

    [Fact]
    public async Task Who_lost_the_object_from_sight_sees_that_it_was_answered_and_not_what_was_written()
    {
        var (town, branch) = (await app.HasOrganizationAsync("00l001"), await app.HasOrganizationAsync("00l001001"));
        var portal = await SignedApp.RegisterAsync(app, [new(AppResource.Members, AppAccess.Read, town)]);
        var asked = await (await portal.PostJsonAsync(Path, new ReportErrorRequest("members", app.HasMember(branch), "name", Secret))).Read<CorrectionItem>(HttpStatusCode.Created);
        Assert.Equal(Secret, (await (await portal.GetAsync($"{Path}/{asked.Id}")).Read<CorrectionResponse>()).ShouldBe);

        using var admin = await app.AdminAsync();
        await (await admin.PatchAsJsonAsync($"/api/v1/apps/{portal.App.Id}", new ChangeAppRequest(Scopes: []), Wire.Json)).Read<AppResponse>();

        var masked = await (await portal.GetAsync($"{Path}/{asked.Id}")).Read<CorrectionResponse>();
        Assert.Equal((true, null, CorrectionState.Open), (masked.Masked, masked.ShouldBe, masked.Request.State));
    }

    [Fact]
    public async Task Only_what_one_may_read_can_be_said_to_be_wrong_and_personal_data_are_not_repeated()
    {
        var (east, west) = (await app.HasOrganizationAsync("00m001"), await app.HasOrganizationAsync("00m002"));
        using var clerk = await app.AsAsync(("committeeClerk", east));
        var blind = await SignedApp.RegisterAsync(app, [new(AppResource.Pairing, AppAccess.Read)]);
        var hidden = Guid.CreateVersion7();
        app.Behind["members"].Answers[$"/api/v1/members/{hidden}"] = JsonSerializer.Serialize(new Problem("urn:x", "x", 404, "x", "/", "request.not-found", null), Wire.Json);
        app.Behind["members"].Statuses[$"/api/v1/members/{hidden}"] = 404;

        Assert.Equal("stands", await FieldAsync(clerk, new("members", hidden, "name", "x", "样例")));
        Assert.Equal("item", await FieldAsync(clerk, new("members", hidden, "sample", "x")));
        Assert.Equal("resource", await FieldAsync(clerk, new("sample", hidden, "name", "x")));
        Assert.Equal("resource", await FieldAsync(clerk, new("member-identity", hidden, "idNumber", "x")));
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.PostAsJsonAsync(Path, new ReportErrorRequest("members", hidden, "name", "x"), Wire.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.PostAsJsonAsync(Path, new ReportErrorRequest("organizations", west, "name", "x"), Wire.Json)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await blind.PostJsonAsync(Path, new ReportErrorRequest("members", app.HasMember(east), "name", "x"))).StatusCode);
        using var security = await app.AdminAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await security.PostAsJsonAsync(Path, new ReportErrorRequest("organizations", west, "name", "x"), Wire.Json)).StatusCode);

        // A service that does not answer is not a member that is not there.
        app.Behind["members"].Answers[$"/api/v1/members/{hidden}"] = JsonSerializer.Serialize(new Problem("urn:x", "x", 503, "x", "/", "service.unavailable", null), Wire.Json);
        app.Behind["members"].Statuses[$"/api/v1/members/{hidden}"] = 503;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await clerk.PostAsJsonAsync(Path, new ReportErrorRequest("members", hidden, "name", "x"), Wire.Json)).StatusCode);
    }

    [Fact]
    public async Task An_organization_answers_for_itself_and_a_pair_is_answered_for_by_who_is_helped()
    {
        var (helped, helper) = (await app.HasOrganizationAsync("00q001"), await app.HasOrganizationAsync("00q002"));
        using var clerk = await app.AsAsync(("committeeClerk", helped));
        var itself = await (await clerk.PostAsJsonAsync(Path, new ReportErrorRequest("organizations", helped, "name", "x", "样例"), Wire.Json)).Read<CorrectionItem>(HttpStatusCode.Created);
        Assert.Equal((helped, "党组织名称"), (itself.OrganizationId, itself.Meaning));
        Assert.Equal("unique.correction_open", (await (await clerk.PostAsJsonAsync(Path, new ReportErrorRequest("organizations", helped, "name", "y"), Wire.Json)).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("样例", (await (await clerk.GetAsync($"{Path}/{itself.Id}")).Read<CorrectionResponse>()).Stands);

        var pair = Guid.CreateVersion7();
        app.Behind["pairing"].Answers[$"/api/v1/pairing/pairs/{pair}"] = JsonSerializer.Serialize(new { need = new { organizationId = helped }, helper = new { organizationId = helper } }, Wire.Json);
        var ofPair = await (await clerk.PostAsJsonAsync(Path, new ReportErrorRequest("pairing", pair, "startedOn", "x"), Wire.Json)).Read<CorrectionItem>(HttpStatusCode.Created);
        Assert.Equal(helped, ofPair.OrganizationId);

        // An organization that is closed is answered for from above.
        await app.TellAsync(GatewayApp.State(helped, 2, "00q001", OrganizationStatus.Abolished));
        using var department = await app.DepartmentAsync();
        var mine = await (await department.GetAsync($"{Path}?state=open&own=false&objectId={helped}")).Read<Page<CorrectionItem>>();
        Assert.Equal(itself.Id, Assert.Single(mine.Items).Id);
        var refused = await (await department.PostAsJsonAsync($"{Path}/{itself.Id}/refuse", new AnswerCorrectionRequest("it stands"), Wire.Json)).Read<CorrectionItem>();
        Assert.Equal(CorrectionState.Refused, refused.State);
    }

    private static async Task<string> FieldAsync(HttpClient client, ReportErrorRequest request) =>
        (await (await client.PostAsJsonAsync(Path, request, Wire.Json)).Refusal(HttpStatusCode.BadRequest)).Errors![0].Field;
}
