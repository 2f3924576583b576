using System.Net.Http.Headers;
using PartyCloud.Testing;
using static PartyCloud.Assessment.Tests.AssessmentApp;

namespace PartyCloud.Assessment.Tests;

/// <summary>Whatever a client sends is the client's fault, never the service's.</summary>
public sealed class MalformedTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    private const string Huge = "79228162514264337593543950335";

    [Theory]
    [InlineData("schemes", """{"name":"x","year":2026,"maxScore":100,"dimensions":[null],"stages":[],"grades":[]}""")]
    [InlineData("schemes", """{"name":"x","year":2026,"maxScore":100,"dimensions":[{"name":"d","indicators":[null]}],"stages":[null],"grades":[null]}""")]
    [InlineData("schemes", """{"name":"x","year":2026,"maxScore":100,"dimensions":[{"name":"d","indicators":null}],"stages":[],"grades":[]}""")]
    [InlineData("schemes", $$"""{"name":"x","year":2026,"maxScore":{{Huge}},"dimensions":[{"name":"d","weight":{{Huge}},"indicators":[{"code":"a","name":"a","method":"manual","points":{{Huge}}},{"code":"b","name":"b","method":"manual","points":{{Huge}}}]}],"stages":[{"stage":"a","weight":{{Huge}}},{"stage":"b","weight":{{Huge}}}],"grades":[{"grade":"A","min":{{Huge}}}]}""")]
    [InlineData("schemes", """{"name":"x","year":2026,"maxScore":1e40,"dimensions":[],"stages":[],"grades":[]}""")]
    [InlineData("schemes", """{"name":"x","year":2026,"maxScore":100,"dimensions":[],"stages":[],"grades":[],"consequences":[null]}""")]
    [InlineData("schemes", """{"name":"x","year":2026,"maxScore":100,"dimensions":[],"stages":[],"grades":[],"acceptance":{"trackingMonths":99999999}}""")]
    [InlineData("cycles", """{"schemeId":"00000000-0000-0000-0000-000000000000","year":2026,"scopeOrganizationId":"00000000-0000-0000-0000-000000000000","cutOff":"9999-12-31"}""")]
    [InlineData("cycles", """{"schemeId":"00000000-0000-0000-0000-000000000000","year":2026,"scopeOrganizationId":"00000000-0000-0000-0000-000000000000","cutOff":"2026-12-31","kinds":[null]}""")]
    [InlineData("cycles/{id}/selections", """{"rules":[null]}""")]
    [InlineData("cycles/{id}/selections", """{"rules":[{"domainType":"village","minShareBasisPoints":-1}]}""")]
    [InlineData("cycles/{id}/selections", """{"rules":[{"domainType":"village"}],"decisions":[{"domainType":"village","organizationIds":null,"reason":"x"}]}""")]
    [InlineData("cycles/{id}/selections", """{"rules":[{"domainType":"village"}],"tiePolicy":"coin"}""")]
    [InlineData("cycles/{id}/selections", """{"rules":[{"domainType":"village"}],"per":7}""")]
    [InlineData("talks", """{"organizationId":"x"}""")]
    [InlineData("talks", "null")]
    [InlineData("talks", "{")]
    [InlineData("falsifications", """{"organizationId":null}""")]
    public async Task A_body_that_cannot_be_is_a_400(string path, string body)
    {
        var response = await app.Admin.PostAsync($"{Root}/{path.Replace("{id}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)}", Json(body));

        await response.Refusal(System.Net.HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("""[{"organizationId":null,"stage":"yearEnd","indicator":"total","value":1}]""")]
    [InlineData($$"""[{"organizationCode":"x","stage":"yearEnd","indicator":"total","value":{{Huge}}}]""")]
    [InlineData("""[{"organizationCode":"x\u0000","stage":"yearEnd","indicator":"total","value":1}]""")]
    [InlineData("{}")]
    public async Task Scores_that_cannot_be_are_a_400(string body)
    {
        var cycle = await app.HasOpenCycle(await app.HasRoot());

        await (await app.Admin.PutAsync($"{Root}/cycles/{cycle.Id}/scores", Json(body))).Refusal(System.Net.HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("cycles/{id}/ranking?cursor=e30")] // {}
    [InlineData("cycles/{id}/ranking?cursor=bnVsbA")] // null
    [InlineData("cycles/{id}/ranking?cursor=%25")]
    [InlineData("cycles/{id}/ranking?domainType=%00")]
    [InlineData("cycles/{id}/ranking?order=sideways")]
    [InlineData("cycles?limit=0")]
    [InlineData("rectifications?cursor=zzz")]
    [InlineData("rectifications?state=%00")]
    [InlineData("restrictions?on=2026-13-01")]
    [InlineData("restrictions?subject=nobody")]
    public async Task A_query_that_cannot_be_is_no_failure_of_the_service(string query)
    {
        var root = await app.HasRoot();
        var only = await app.Has(Organization($"{root.LevelCode}001", root));
        var cycle = await app.HasFrozenCycle(root, [Total(only, 80)]);

        var response = await app.Admin.GetAsync($"{Root}/{query.Replace("{id}", cycle.Id.ToString(), StringComparison.Ordinal)}");

        Assert.True((int)response.StatusCode < 500, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    private static StringContent Json(string body) => new(body, new MediaTypeHeaderValue("application/json"));
}
