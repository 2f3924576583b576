using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Storage;
using static PartyCloud.Assessment.Tests.AssessmentApp;

namespace PartyCloud.Assessment.Tests;

/// <summary>What the queries say about scope, the database says once more, without them.</summary>
public sealed class RowSecurityTests(AssessmentApp app) : IClassFixture<AssessmentApp>
{
    [Fact]
    public async Task Row_security_alone_shows_the_owner_his_rows_a_neighbour_none_and_nobody_anything_without_a_scope()
    {
        var root = await app.HasRoot();
        var neighbour = await app.HasRoot();
        OrganizationState[] all = [.. Enumerable.Range(1, 3).Select(i => Organization($"{root.LevelCode}{i:000}", root))];
        await app.Hears(all);
        var client = app.As(root.LevelCode, "assessment.*");
        await app.HasScheme(client: client, organizationId: root.Id);
        foreach (var year in new[] { 2025, 2026 })
        {
            var cycle = await app.HasOpenCycle(root, year: year, client: client);
            await app.Scores(cycle.Id, all.Select((o, i) => Total(o, 50 + i)));
            await app.Admin.PostAsJsonAsync($"{Root}/cycles/{cycle.Id}/exclusions", new ExcludeOrganizationRequest(all[2].Id, "示例原因"), Wire.Json);
            await app.Admin.PostAsync($"{Root}/cycles/{cycle.Id}/freeze", null);
            await app.Selected(cycle.Id, new([new("village", 1500)]));
        }

        await client.PostAsJsonAsync($"{Root}/talks", new TalkRequest(all[0].Id, SubjectKind.Organization, all[0].Id, all[0].Name, new(2026, 3, 2), "县委组织部", "整顿不力"), Wire.Json);
        await client.PostAsJsonAsync($"{Root}/falsifications", new FalsificationRequest(all[0].Id, SubjectKind.Organization, all[0].Id, all[0].Name, new(2026, 3, 2), "补造记录", new(2026, 8, 20)), Wire.Json);
        string[] tables =
        [
            "organization_replica", "organization_versions", "schemes", "cycles", "cycle_exclusions", "scores", "cycle_organizations", "selections", "selection_items",
            "selection_quotas", "rectifications", "talks", "falsifications", "restrictions", "removal_proposals",
        ];

        foreach (var table in tables)
        {
            Assert.True(await Count(table, root.LevelCode, root.LevelCode) > 0, table);
            Assert.Equal(0, await Count(table, neighbour.LevelCode, root.LevelCode));
            Assert.Equal(0, await Count(table, null, root.LevelCode));
        }

        Assert.Equal(
            tables.Order(),
            (await app.RowsAsync("select table_name::text from information_schema.columns where column_name = 'level_code' and table_schema = 'public'", r => r.GetString(0)))
                .Except(["jobs", "job_parts", "job_errors", "idempotency_keys", "batch_items", "audit_log"]).Order());
    }

    [Fact]
    public async Task From_below_one_sees_the_cycle_and_its_scheme_and_can_write_neither()
    {
        var root = await app.HasRoot();
        var below = await app.Has(Organization($"{root.LevelCode}001", root));
        var client = app.As(root.LevelCode, "assessment.*");
        var cycle = await app.HasOpenCycle(root, client: client);

        Assert.Equal(1, await Count("cycles", below.LevelCode, root.LevelCode));
        foreach (var write in (string[])["update cycles set kinds = '{}' where id = $1", "update cycles set level_code = 'x' where id = $1"])
        {
            await using var batch = Database.App.CreateBatch().Add(ScopeInterceptor.Enter, below.LevelCode).Add(write, cycle.Id);
            Assert.Equal(0, await batch.ExecuteNonQueryAsync());
        }
    }

    private ServiceDatabase Database => app.Services.GetRequiredService<ServiceDatabase>();

    private async Task<long> Count(string table, string? scope, string under)
    {
        await using var batch = Database.App.CreateBatch();
        if (scope is not null)
        {
            batch.Add(ScopeInterceptor.Enter, scope);
        }

        batch.Add($"select count(*) from {table} where level_code ^@ $1", under);
        return (long)(await batch.ExecuteScalarAsync())!;
    }
}
