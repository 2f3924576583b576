using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Assessment.Tests;

/// <summary>The service on a real database, with organizations as the organizations service would tell of them.</summary>
public sealed class AssessmentApp()
    : ServiceApp<Program>("assessment", typeof(OrganizationReplica).Assembly, typeof(Program).Assembly)
{
    internal const string Root = "/api/v1/assessment";

    private int roots;

    internal HttpClient Admin => As("0", "assessment.*");

    /// <summary>An organization of its own tree, so that the tests of a class do not meet.</summary>
    internal async Task<OrganizationState> HasRoot(string? regionCode = null)
    {
        var place = Interlocked.Increment(ref roots);
        return await Has(Organization($"0{place:00}", null, OrganizationKind.Committee, "governmentOrgan", regionCode));
    }

    internal static OrganizationState Organization(
        string levelCode, OrganizationState? parent, OrganizationKind kind = OrganizationKind.Branch, string domainType = "village", string? regionCode = null) =>
        new(Guid.CreateVersion7(), 1, $"C{levelCode}", levelCode, $"示例 {levelCode}", kind, domainType, parent?.Id, regionCode, OrganizationStatus.Active, null);

    internal async Task<OrganizationState> Has(OrganizationState organization)
    {
        await Hears(organization);
        return organization;
    }

    /// <summary>Takes in what the organizations service published, as the consumer would.</summary>
    internal async Task Hears(params OrganizationState[] states)
    {
        await using var scope = Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<SystemDb<AssessmentDb>>().Create();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await scope.ServiceProvider.GetRequiredService<OnOrganizationState<AssessmentDb>>().HandleAsync(states, db, CancellationToken.None);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    internal async Task<SchemeResponse> HasScheme(SchemeContent? content = null, int year = 2026, HttpClient? client = null, Guid? organizationId = null)
    {
        client ??= Admin;
        var c = content ?? SchemeSamples.Single();
        var scheme = await (await client.PostAsJsonAsync(
            $"{Root}/schemes",
            new CreateSchemeRequest(
                "考评细则（样例）", year, c.MaxScore, c.Dimensions, c.Stages, c.Grades, c.SatisfactionIndicator, c.Documents, c.Acceptance, c.Consequences, organizationId),
            Wire.Json)).Read<SchemeResponse>(HttpStatusCode.Created);
        return await (await client.PostAsync($"{Root}/schemes/{scheme.Id}/publish", null)).Read<SchemeResponse>();
    }

    internal async Task<CycleResponse> HasOpenCycle(OrganizationState scope, SchemeContent? content = null, int year = 2026, DateOnly? cutOff = null, HttpClient? client = null)
    {
        client ??= Admin;
        var scheme = await HasScheme(content, year);
        var cycle = await (await client.PostAsJsonAsync(
            $"{Root}/cycles", new PlanCycleRequest(scheme.Id, year, scope.Id, cutOff ?? new(year, 12, 31)), Wire.Json)).Read<CycleResponse>(HttpStatusCode.Created);
        return await (await client.PostAsync($"{Root}/cycles/{cycle.Id}/open", null)).Read<CycleResponse>();
    }

    internal static ScoreRequest Total(OrganizationState organization, decimal value) => new("yearEnd", "total", value, organization.Id);

    internal async Task<HttpResponseMessage> Scores(Guid cycleId, IEnumerable<ScoreRequest> scores, HttpClient? client = null) =>
        await (client ?? Admin).PutAsJsonAsync($"{Root}/cycles/{cycleId}/scores", scores.ToArray(), Wire.Json);

    internal async Task<CycleResponse> HasFrozenCycle(
        OrganizationState scope, IEnumerable<ScoreRequest> scores, SchemeContent? content = null, int year = 2026, DateOnly? cutOff = null)
    {
        var cycle = await HasOpenCycle(scope, content, year, cutOff);
        await (await Scores(cycle.Id, scores)).Read<ScoresRecorded>();
        return await (await Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null)).Read<CycleResponse>();
    }

    internal async Task<SelectionResponse> Selected(Guid cycleId, SelectWeakRequest request) =>
        await (await Admin.PostAsJsonAsync($"{Root}/cycles/{cycleId}/selections", request, Wire.Json)).Read<SelectionResponse>(HttpStatusCode.Created);
}
