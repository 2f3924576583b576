using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartyCloud.Benchmarks.Load;
using PartyCloud.Benchmarks.Running;
using PartyCloud.Members.Registry;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// Serves the service's two hot reads twice from this process: with the service's own handlers, and with the scope's condition written into the same statements for a role that
/// sees all rows. Nothing else stands in front of them, so that the difference is not hidden by the rest of a request.
/// </summary>
internal sealed class ReadsWithAndWithoutPolicies : IAsyncDisposable
{
    private const string Written = "level_code >= $2 and level_code < $3";

    public const string MemberSql = $"{HotReads.MemberColumns} and {Written}";

    // A statement that asks for what the caller may see looks the organization up within the scope, too.
    public const string PageSql = $"""
        with root as materialized (select level_code from organization_replica where id = $1 and {Written})
        {HotReads.SummaryColumns} {HotReads.Subtree} and {Written} order by level_code, id limit $4
        """;

    private readonly WebApplication app;
    private readonly IAsyncDisposable[] sources;

    private ReadsWithAndWithoutPolicies(WebApplication app, params IAsyncDisposable[] sources) => (this.app, this.sources) = (app, sources);

    public static async Task<ReadsWithAndWithoutPolicies> StartAsync(BenchSystem system, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var role = system.Role(BenchSystem.Members, "app");
        var settings = new ConfigurationManager
        {
            ["ConnectionStrings:database"] = $"Host={role.Host};Port={role.Port};Database={role.Database}",
            ["Database:Password"] = role.Password,
        };
        var database = new ServiceDatabase(BenchSystem.Members, settings);
        app.MapGet("/policy/{id:guid}", (Guid id, HttpContext http, CancellationToken aborted) => HotReads.GetMember(id, http, system.Caller, database, aborted));
        app.MapGet("/policy/under/{id:guid}", (Guid id, HttpContext http, CancellationToken aborted) =>
            HotReads.GetPage(id, MemberReads.PageSize, Cursor.Start, http, system.Caller, database, aborted));
        var written = AsTheServiceConnects(system.Role(BenchSystem.Members, "system"));
        app.MapGet("/written/{id:guid}", async (Guid id, HttpContext http, CancellationToken aborted) =>
        {
            await using var command = Command(MemberSql, id);
            await using var reader = await command.ExecuteReaderAsync(aborted);
            await reader.ReadAsync(aborted);
            var body = new ArrayBufferWriter<byte>(1024);
            await using (var json = new Utf8JsonWriter(body, MemberJson.Options))
            {
                MemberJson.WriteMember(json, reader);
            }

            await HotReads.AnswerAsync(http, body.WrittenMemory, aborted);
        });
        app.MapGet("/written/under/{id:guid}", async (Guid id, HttpContext http, CancellationToken aborted) =>
        {
            using var page = new SummaryPage(MemberReads.PageSize);
            await using (var command = Command(PageSql, id))
            {
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MemberReads.PageSize + 1 });
                await using var reader = await command.ExecuteReaderAsync(aborted);
                await page.TakeAsync(reader, aborted);
            }

            await HotReads.AnswerAsync(http, page.Finish(), aborted);
        });
        await app.StartAsync(cancel);
        return new(app, database, written);

        NpgsqlCommand Command(string sql, Guid id)
        {
            var command = written.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = system.Caller.Reach.Text });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = system.Caller.Reach.Text + "~" });
            return command;
        }
    }

    public Wrk Http(string path) => new(new Uri(app.Urls.First()), "", path);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        foreach (var source in sources)
        {
            await source.DisposeAsync();
        }
    }

    // The same way in as that of the service's hot reads, under the other role.
    private static NpgsqlDataSource AsTheServiceConnects(NpgsqlConnectionStringBuilder role)
    {
        role.MaxPoolSize = 8;
        role.Multiplexing = true;
        role.Options = "-c plan_cache_mode=force_generic_plan";
        role.MaxAutoPrepare = 200;
        role.AutoPrepareMinUsages = 2;
        role.NoResetOnClose = true;
        return NpgsqlDataSource.Create(role);
    }
}
