using System.Net;
using System.Net.Http.Json;
using System.Text;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Matching;
using PartyCloud.Pairing.Programmes;
using PartyCloud.ServiceDefaults;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests.Programmes;

public sealed class ProgrammeTests(PairingApp app) : IClassFixture<PairingApp>
{
    [Fact]
    public async Task Both_tables_are_offered_as_templates()
    {
        var templates = await (await app.Admin.GetAsync("/api/v1/pairing/rule-sets")).Read<RuleSetTemplateResponse[]>();

        Assert.Equal(["bureausToVillages", "pairingPrinciple"], templates.Select(template => template.Template));
        Assert.All(templates, template => Assert.Equal(4, template.RuleSet.Rules.Count));
    }

    [Fact]
    public async Task A_rule_set_in_the_shape_of_the_contract_is_taken()
    {
        var county = await app.HasCounty();
        var body = $$"""
            {"name":"结对","year":2026,"scopeOrganizationId":"{{county.Id}}",
             "ruleSet":{"name":"两条","rules":[{"helperClass":"legalAffairs","needClass":"disorderly","priority":1},{"helperClass":"economic","needClass":"poor","priority":2}],"capacityPerHelper":2} }
            """;

        var programme = await (await county.Clerk.PostAsync("/api/v1/pairing/programmes", Json(body))).Read<ProgrammeResponse>(HttpStatusCode.Created);

        Assert.Equal((2, 2, "县委", ProgrammeKind.Organizations), (programme.RuleSet.Rules.Count, programme.RuleSet.CapacityPerHelper, programme.ScopeName, programme.Kind));
    }

    [Theory]
    [InlineData("""{"name":"x","rules":[]}""", "ruleSet.rules")]
    [InlineData("""{"name":"x","rules":[{"helperClass":"A b","needClass":"poor"}]}""", "ruleSet.rules[0].helperClass")]
    [InlineData("""{"name":"x","rules":[{"helperClass":"economic","needClass":"poor"},{"helperClass":"economic","needClass":"poor"}]}""", "ruleSet")]
    [InlineData("""{"name":"x","rules":[{"helperClass":"economic","needClass":"poor","priority":0}]}""", "ruleSet.rules[0].priority")]
    [InlineData("""{"name":"x","rules":[{"helperClass":"economic","needClass":"poor"}],"weights":{"class":-1}}""", "ruleSet.weights.class")]
    public async Task A_rule_set_at_fault_is_refused_with_its_field(string ruleSet, string field)
    {
        var county = await app.HasCounty();

        var answer = await county.Clerk.PostAsync(
            "/api/v1/pairing/programmes", Json($$"""{"name":"结对","year":2026,"scopeOrganizationId":"{{county.Id}}","ruleSet": {{ruleSet}} }"""));

        Assert.Equal(field, Assert.Single((await answer.Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
    }

    [Fact]
    public async Task A_name_stands_once_a_year()
    {
        var county = await app.HasCounty();
        var request = new OpenProgrammeRequest("结对", 2026, county.Id, Template: "bureausToVillages");
        await (await county.Post("programmes", request)).Read<ProgrammeResponse>(HttpStatusCode.Created);

        Assert.Equal("unique.programmes_name", (await (await county.Post("programmes", request)).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task Needs_sent_again_change_only_what_differs()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        var (one, other) = (await county.HasVillage($"{county.Code}-X"), await county.HasVillage());

        var first = await (await county.Post($"programmes/{programme}/needs", new NeedRequest[] { new("poor", OrganizationCode: $"{county.Code}-X"), new("weak", other) })).Read<ListedResponse>();
        var second = await (await county.Post($"programmes/{programme}/needs", new NeedRequest[] { new("poor", one), new("disorderly", other) })).Read<ListedResponse>();

        Assert.Equal((new ListedResponse(2, 0, 0), new ListedResponse(0, 1, 1)), (first, second));
    }

    [Fact]
    public async Task An_organization_outside_the_reach_is_unknown_and_one_outside_the_programme_is_refused()
    {
        var (county, neighbour) = (await app.HasCounty(), await app.HasCounty());
        var programme = (await county.HasProgramme()).Id;
        var foreign = await neighbour.HasVillage();

        var unseen = await county.Post($"programmes/{programme}/needs", new NeedRequest[] { new("poor", foreign) });
        var outside = await app.Admin.PostAsJsonAsync($"/api/v1/pairing/programmes/{programme}/needs", new NeedRequest[] { new("poor", foreign) }, Wire.Json);

        Assert.Equal(("[0].organizationId", "organization.unknown"), Fault(await unseen.Refusal(HttpStatusCode.BadRequest)));
        Assert.Equal(("[0].organizationId", "need.outside-programme"), Fault(await outside.Refusal(HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task Persons_are_asked_for_where_persons_are_paired_and_refused_where_not()
    {
        var county = await app.HasCounty();
        var village = await county.HasVillage();
        var members = (await county.HasProgramme("pairingPrinciple", ProgrammeKind.Members)).Id;
        var organizations = (await county.HasProgramme()).Id;

        var missing = await county.Post($"programmes/{members}/needs", new NeedRequest[] { new("poorMember", village) });
        var unexpected = await county.Post($"programmes/{organizations}/needs", new NeedRequest[] { new("poor", village, Person: new PersonRequest("1", "样本")) });

        Assert.Equal(("[0].person", "field.required"), Fault(await missing.Refusal(HttpStatusCode.BadRequest)));
        Assert.Equal(("[0].person", "person.not-expected"), Fault(await unexpected.Refusal(HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task Members_of_one_branch_are_paired_with_each_other()
    {
        var county = await app.HasCounty();
        var village = await county.HasVillage();
        var programme = (await county.HasProgramme("pairingPrinciple", ProgrammeKind.Members)).Id;
        await county.HasNeeds(programme, new NeedRequest("poorMember", village, Person: new PersonRequest("N1", "样本甲")), new NeedRequest("poorMember", village, Person: new PersonRequest("N2", "样本乙")));
        await county.HasHelpers(programme, new HelperRequest("wealthyMember", village, Person: new PersonRequest("H1", "样本丙")), new HelperRequest("wealthyMember", village, Person: new PersonRequest("H2", "样本丁")));

        await county.Matched(programme);

        Assert.Equal(
            [("N1", "H1"), ("N2", "H2")],
            (await county.Proposals(programme)).Select(proposal => (proposal.Need.Person!.Code, proposal.Helper.Person!.Code)).Order());
    }

    [Fact]
    public async Task A_need_that_is_served_cannot_be_withdrawn_and_one_that_is_withdrawn_comes_back_when_sent_again()
    {
        var county = await app.HasCounty();
        var village = await county.HasVillage();
        var programme = (await county.HasProgramme()).Id;
        await county.HasNeeds(programme, new NeedRequest("poor", village));
        var need = Assert.Single(await county.Needs(programme));

        var withdrawn = await (await county.Post($"needs/{need.Id}/withdraw", new ReasonRequest("已摘帽"))).Read<NeedResponse>();
        var again = await (await county.Post($"programmes/{programme}/needs", new NeedRequest[] { new("poor", village) })).Read<ListedResponse>();

        Assert.Equal((NeedState.Withdrawn, new ListedResponse(0, 1, 0)), (withdrawn.State, again));
        Assert.Equal(NeedState.Open, Assert.Single(await county.Needs(programme)).State);
        var served = Need.Add(programme, new Place(village, "V", "村", "001"), "poor", [], NeedSource.Manual);
        served.Serve();
        Assert.Equal("need.already-served", Assert.Throws<RuleViolationException>(() => served.Withdraw("x")).Code);
        Assert.Equal("need.already-served", Assert.Throws<RuleViolationException>(served.Serve).Code);
    }

    [Fact]
    public async Task A_list_of_programmes_holds_what_lies_below_and_no_more()
    {
        var (county, neighbour) = (await app.HasCounty(), await app.HasCounty());
        var mine = await county.HasProgramme();
        await neighbour.HasProgramme();

        Assert.Equal([mine.Id], (await county.Get<ProgrammeResponse>("programmes")).Select(programme => programme.Id));
        Assert.Equal([mine.Id], (await (await app.Admin.GetAsync($"/api/v1/pairing/programmes?under={county.Id}&year=2026")).Read<Page<ProgrammeResponse>>()).Items.Select(programme => programme.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await county.Clerk.GetAsync($"/api/v1/pairing/programmes?under={neighbour.Id}")).StatusCode);
    }

    [Fact]
    public async Task Who_may_only_read_changes_nothing()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        var reader = app.As(county.LevelCode, "pairing.read");

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"/api/v1/pairing/programmes/{programme}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync($"/api/v1/pairing/programmes/{programme}/proposals", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync($"/api/v1/pairing/programmes/{programme}/needs", Json("[]"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anonymous().GetAsync($"/api/v1/pairing/programmes/{programme}")).StatusCode);
    }

    [Fact]
    public void A_helper_never_bears_more_than_it_can()
    {
        var helper = Helper.Add(Guid.CreateVersion7(), new Place(Guid.CreateVersion7(), "D", "局", "001"), "economic", 1);
        helper.Take();

        Assert.Equal("helper.at-capacity", Assert.Throws<RuleViolationException>(helper.Take).Code);
        Assert.Equal("helper.capacity-below-pairs", Assert.Throws<RuleViolationException>(() => helper.Reclassify("economic", 0)).Code);
        helper.Release();
        Assert.Equal("helper.bears-nothing", Assert.Throws<RuleViolationException>(helper.Release).Code);
    }

    [Fact]
    public void The_two_templates_are_the_published_tables()
    {
        Assert.Equal(
            ["legalAffairs-disorderly", "economic-poor", "partyAffairs-weak", "agricultural-specialized"],
            RuleSetTemplates.BureausToVillages.Rules.Select(rule => $"{rule.HelperClass}-{rule.NeedClass}"));
        Assert.Equal(
            ["legalAffairs-disorderly", "economic-poor", "partyAffairs-weak", "wealthyMember-poorMember"],
            RuleSetTemplates.PairingPrinciple.Rules.Select(rule => $"{rule.HelperClass}-{rule.NeedClass}"));
        Assert.All(RuleSetTemplates.All.Values, template => Assert.Null(ClassRules.Fault(template)));
    }

    private static (string, string) Fault(Problem problem) => (Assert.Single(problem.Errors!).Field, problem.Errors![0].Code);

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
