using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;
using PartyCloud.Members.Registry;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>The two reads that everything else is held against, asked of the service and, with its own SQL, of the database.</summary>
internal static class MemberReads
{
    public const int PageSize = 50;

    /// <summary>What the service sends in front of each statement, in the same round trip.</summary>
    public static readonly string Enter = ServiceDatabase.EnterHot.Replace("$1", ":scope", StringComparison.Ordinal);

    /// <summary>A Lua expression: one of all members.</summary>
    public static readonly string ByIdPath = $"\"/api/v1/members/\" .. {Wrk.RandomId(1, SampleData.MemberCount)}";

    public static string PagePath(int first, int last) => $"\"/api/v1/members?limit={PageSize}&under=\" .. {Wrk.RandomId(first, last)}";

    public static PgBench ById(BenchSystem system) => AsService(system).Script(
        PgBench.Random("id", 1, SampleData.MemberCount), PgBench.Trip(HotReads.MemberSql.Replace("$1", PgBench.Id("id"), StringComparison.Ordinal).Replace("$2", ":scope", StringComparison.Ordinal)));

    public static PgBench Page(BenchSystem system, int first, int last) => AsService(system).Script(PgBench.Random("id", first, last), PgBench.Trip(Enter, PageSql()));

    // The service asks for one row more, to know whether there is a next page.
    public static string PageSql() =>
        HotReads.FirstPageSql.Replace("$1", PgBench.Id("id"), StringComparison.Ordinal).Replace("$2", $"{PageSize + 1}", StringComparison.Ordinal);

    /// <summary>The database as the service's own role sees it, in the caller's scope.</summary>
    public static PgBench AsService(BenchSystem system) =>
        new PgBench(system.Role(BenchSystem.Members, "app"), onePlan: true).Variable("scope", system.Caller.Reach.Text);

    /// <summary>Both sides must have the rows before either is measured.</summary>
    public static async Task RequireRowsAsync(BenchSystem system, CancellationToken cancel)
    {
        using var client = system.Client(BenchSystem.Members);
        var page = await client.GetFromJsonAsync<JsonNode>($"/api/v1/members?limit={PageSize}&under={SampleData.Id(SampleData.FirstVillage)}", cancel);
        await using var connection = await BenchSystem.OpenAsync(system.Role(BenchSystem.Members, "app"), cancel);
        await using var batch = new NpgsqlBatch(connection)
            .Add(ScopeInterceptor.Enter, system.Caller.Reach.Text).Add(HotReads.FirstPageSql, SampleData.Id(SampleData.FirstVillage), PageSize + 1);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var rows = 0;
        while (await reader.ReadAsync(cancel))
        {
            rows++;
        }

        if (rows != PageSize + 1 || page!["items"]!.AsArray().Count != PageSize)
        {
            throw new InvalidOperationException($"A village's page has {rows} rows in the database, and the service answers {page}");
        }
    }
}
