using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Testing;
using static PartyCloud.Assessment.Tests.AssessmentApp;
using static PartyCloud.Assessment.Tests.SchemeSamples;

namespace PartyCloud.Assessment.Tests.Schemes;

public sealed class SchemeRoutesTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    [Fact]
    public async Task The_body_of_the_design_is_taken_as_it_stands()
    {
        const string body = """
            {"name":"考评细则（样例）","year":2026,"maxScore":100,
             "dimensions":[{"name":"党建","indicators":[{"code":"base","name":"基础","points":60,"method":"manual"},{"code":"facts","name":"组织生活","points":40,"method":"fact"},
               {"code":"plus","name":"创新","cap":5,"method":"bonus"},{"code":"minus","name":"通报","points":10,"method":"deduction"},{"code":"fraud","name":"造假","method":"veto"}]}],
             "stages":[{"stage":"selfCheck","weight":0.2},{"stage":"spotCheck","weight":0.3},{"stage":"yearEnd","weight":0.5}],
             "grades":[{"grade":"A","min":90},{"grade":"B","min":80},{"grade":"C","min":60},{"grade":"D","min":0}]}
            """;

        var response = await app.Admin.PostAsync($"{Root}/schemes", new StringContent(body, new MediaTypeHeaderValue("application/json")));

        var scheme = await response.Read<SchemeResponse>(HttpStatusCode.Created);
        Assert.Equal(5, (await (await app.Admin.GetAsync(response.Headers.Location)).Read<SchemeResponse>()).Dimensions.Single().Indicators.Count);
        Assert.Equal(SchemeState.Draft, scheme.State);
    }

    [Fact]
    public async Task A_published_scheme_is_locked_and_copied_forward()
    {
        var scheme = await app.HasScheme();

        var locked = await (await app.Admin.PutAsJsonAsync($"{Root}/schemes/{scheme.Id}", new ChangeSchemeRequest("other", Single(450)), Wire.Json)).Refusal(HttpStatusCode.Conflict);
        var copy = await (await app.Admin.PostAsJsonAsync($"{Root}/schemes/{scheme.Id}/copy", new CopySchemeRequest(2027), Wire.Json)).Read<SchemeResponse>(HttpStatusCode.Created);
        var changed = await (await app.Admin.PutAsJsonAsync($"{Root}/schemes/{copy.Id}", new ChangeSchemeRequest("other", Single(450)), Wire.Json)).Read<SchemeResponse>();

        Assert.Equal("scheme.locked", locked.Code);
        Assert.Equal((2027, SchemeState.Draft, (Guid?)scheme.Id), (copy.Year, copy.State, copy.CopiedFromId));
        Assert.Equal((450m, "other"), (changed.MaxScore, changed.Name));
    }

    [Fact]
    public async Task Faults_are_told_with_field_code_and_a_text_in_the_callers_language()
    {
        var request = new CreateSchemeRequest("x", 2026, 99, Single().Dimensions, [new("yearEnd", 0.9m)], AToD);
        var client = app.Admin;
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");

        var refused = await (await client.PostAsJsonAsync($"{Root}/schemes", request, Wire.Json)).Refusal(HttpStatusCode.BadRequest);

        Assert.Equal(
            [("maxScore", "scheme.points-do-not-add-up", "The full mark is 99, but the points add up to 100 (100 with bonuses)."), ("stages", "scheme.weights-not-one", "The weights of the stages must sum to 1, not 0.9.")],
            refused.Errors!.Select(e => (e.Field, e.Code, e.Text)));
    }

    [Fact]
    public async Task Who_is_assessed_by_a_scheme_may_read_it_once_it_is_published_and_nobody_beside()
    {
        var root = await app.HasRoot();
        var below = await app.Has(Organization($"{root.LevelCode}001", root));
        var neighbour = await app.HasRoot();
        var department = app.As(root.LevelCode, "assessment.*");
        var draft = await (await department.PostAsJsonAsync(
            $"{Root}/schemes", new CreateSchemeRequest("x", 2026, 100, Single().Dimensions, Single().Stages, AToD, OrganizationId: root.Id), Wire.Json)).Read<SchemeResponse>(HttpStatusCode.Created);
        var (branch, other) = (app.As(below.LevelCode, "assessment.read"), app.As(neighbour.LevelCode, "assessment.*"));

        Assert.Equal(HttpStatusCode.NotFound, (await branch.GetAsync($"{Root}/schemes/{draft.Id}")).StatusCode);
        await (await department.PostAsync($"{Root}/schemes/{draft.Id}/publish", null)).Read<SchemeResponse>();
        Assert.Equal(HttpStatusCode.OK, (await branch.GetAsync($"{Root}/schemes/{draft.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"{Root}/schemes/{draft.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync($"{Root}/schemes/{draft.Id}/publish", null)).StatusCode);
        Assert.DoesNotContain((await (await other.GetAsync($"{Root}/schemes")).Read<Page<SchemeSummary>>()).Items, s => s.Id == draft.Id);
        Assert.Contains((await (await branch.GetAsync($"{Root}/schemes?year=2026&state=published")).Read<Page<SchemeSummary>>()).Items, s => s.Id == draft.Id);
    }

    [Fact]
    public async Task A_stale_version_is_not_published()
    {
        var scheme = await app.HasScheme();
        var client = app.Admin;
        client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "\"1\"");

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await client.PostAsync($"{Root}/schemes/{scheme.Id}/publish", null)).StatusCode);
    }

    [Fact]
    public async Task Templates_are_offered()
    {
        var templates = await (await app.Admin.GetAsync($"{Root}/schemes/templates")).Read<List<SchemeTemplate>>();

        Assert.Equal(["threeStages", "vanguardIndex", "starRating"], templates.Select(t => t.Key));
    }

    [Fact]
    public async Task Pages_of_schemes_hold_each_once()
    {
        var client = app.As("0zz", "assessment.*");
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await (await client.PostAsJsonAsync(
                $"{Root}/schemes", new CreateSchemeRequest($"s{i}", 2031, 100, Single().Dimensions, Single().Stages, AToD), Wire.Json)).Read<SchemeResponse>(HttpStatusCode.Created)).Id);
        }

        var found = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await (await client.GetAsync($"{Root}/schemes?year=2031&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).Read<Page<SchemeSummary>>();
            found.AddRange(page.Items.Select(s => s.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(ids.Order(), found.Order());
    }
}
