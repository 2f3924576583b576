using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using PartyCloud.Benchmarks.Running;
using PartyCloud.Members.Imports;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// The import of a sheet of 200,000 members through its public route, from the first byte sent until the job has succeeded, against a single client that copies the very rows
/// that came of it (sealed, hashed, masked) to a staging table and upserts them into an identical table in one transaction.
/// </summary>
internal static class ImportMeasure
{
    private const int Rows = 200_000, FewRows = 50_000;

    private const string Staged = """
        id, organization_code, name, sex, birth_date, ethnicity, education, status, applied_on, joined_on, formal_on, occupation, income_kind, tags, external_code,
        id_number_masked, id_number_hash, id_number_sealed, phone_masked, phone_hash, phone_sealed, income_hash, income_sealed
        """;

    private const string Upsert = """
        insert into members_limit (id, organization_id, level_code, name, sex, birth_date, ethnicity, education, status, applied_on, joined_on, formal_on, occupation,
          income_kind, tags, external_code, id_number_masked, id_number_hash, id_number_sealed, phone_masked, phone_hash, phone_sealed, income_hash, income_sealed, version)
        select s.id, o.id, o.level_code, s.name, s.sex, s.birth_date, s.ethnicity, s.education, s.status, s.applied_on, s.joined_on, s.formal_on, s.occupation,
          s.income_kind, s.tags, s.external_code, s.id_number_masked, s.id_number_hash, s.id_number_sealed, s.phone_masked, s.phone_hash, s.phone_sealed, s.income_hash, s.income_sealed, 1
        from staged s join organization_replica o on o.code = s.organization_code and o.status = 'active'
        on conflict (id_number_hash) do update set name = excluded.name, status = excluded.status, phone_masked = excluded.phone_masked, phone_hash = excluded.phone_hash,
          phone_sealed = excluded.phone_sealed, version = members_limit.version + 1
        """;

    public static async Task<IReadOnlyList<Result>> RunAsync(BenchSystem system, CancellationToken cancel)
    {
        var rounds = Math.Max(3, system.Options.Rounds / 2);
        var sheets = new MemberSheets(system);
        await system.ExecuteAsync(BenchSystem.Members, "drop table if exists members_limit; create table members_limit (like members including all)", cancel);
        // What autovacuum does after an import would fall on whichever side runs a minute later.
        await system.ExecuteAsync(BenchSystem.Members, "alter table members set (autovacuum_enabled = off); alter table members_limit set (autovacuum_enabled = off)", cancel);
        await ImportAsync(system, sheets, FewRows, cancel);
        var few = await ImportAsync(system, sheets, FewRows, cancel);
        await system.ExecuteAsync(BenchSystem.Members, "insert into members_limit select * from members", cancel);
        await system.ExecuteAsync(BenchSystem.Members, "vacuum (analyze)", cancel);
        List<double> memory = [];
        // The limit is the work of one service, so one service is measured; then what the whole system makes of it.
        await system.StopAsync(BenchSystem.Organizations);
        var rates = await Rounds.InterleaveAsync(rounds, OursAsync, LimitAsync);
        await system.StartAsync(BenchSystem.Organizations, cancel);
        await SettledAsync(system, cancel);
        var together = await ImportAsync(system, sheets, Rows, cancel);
        await SettledAsync(system, cancel);
        await system.ExecuteAsync(BenchSystem.Members, "drop table members_limit; alter table members reset (autovacuum_enabled)", cancel);
        var peak = new Series(memory);
        return
        [
            new(
                $"import of {Rows:#,0} members, against the upsert in SQL", rates[0], rates[1], "rows/s", Series.Ratio(rates[0], rates[1]), Bar.AtLeast(0.7),
                $"of the service by itself; {Rows / together.Seconds:#,0} rows/s while organizations takes the facts in on the same cores"),
            new(
                $"memory of the service, import of {Rows:#,0} against {FewRows:#,0} rows", peak, new Series([few.PeakMegabytes]), "MB", Series.Ratio(peak, new Series([.. memory.Select(_ => few.PeakMegabytes)])),
                Bar.AtMost(1.25), "peak resident set"),
        ];

        async Task<double> OursAsync()
        {
            var run = await ImportAsync(system, sheets, Rows, cancel);
            memory.Add(run.PeakMegabytes);
            return Rows / run.Seconds;
        }

        async Task<double> LimitAsync() => Rows / await UpsertAsync(system, sheets.LastPrefix, cancel);
    }

    private static async Task<(double Seconds, double PeakMegabytes)> ImportAsync(BenchSystem system, MemberSheets sheets, int rows, CancellationToken cancel)
    {
        var file = await sheets.WriteAsync(rows, cancel);
        try
        {
            using var client = system.Client(BenchSystem.Members);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var peak = PeakAsync(system, over.Token);
            var start = Stopwatch.GetTimestamp();
            await using var content = File.OpenRead(file);
            using var form = new MultipartFormDataContent { { new StreamContent(content), "file", "members.csv" } };
            using var answer = await client.PostAsync("/api/v1/members/imports", form, cancel);
            answer.EnsureSuccessStatusCode();
            var job = (await answer.Content.ReadFromJsonAsync<JsonNode>(cancel))!;
            while ((string?)job["state"] is "queued" or "running")
            {
                await Task.Delay(50, cancel);
                job = (await client.GetFromJsonAsync<JsonNode>($"/api/v1/members/imports/{job["id"]}", cancel))!;
            }

            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await over.CancelAsync();
            if ((string?)job["state"] != "succeeded" || (int)job["errorCount"]! != 0 || (int)job["done"]! != rows)
            {
                throw new InvalidOperationException($"The import did not take the rows in: {job["state"]}, {job["done"]} done, {job["errorCount"]} refused, first {job["errors"]?.AsArray().FirstOrDefault()?.ToJsonString()}");
            }

            var megabytes = await peak;
            await PublishedAsync(system, cancel);
            return (seconds, megabytes);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<double> PeakAsync(BenchSystem system, CancellationToken until)
    {
        var peak = 0L;
        while (!until.IsCancellationRequested)
        {
            peak = Math.Max(peak, system.MemoryOf(BenchSystem.Members));
            await Task.Delay(100, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return peak / (1024.0 * 1024);
    }

    /// <summary>What is left to publish must not slow the limit down.</summary>
    private static async Task PublishedAsync(BenchSystem system, CancellationToken cancel)
    {
        await UntilAsync(async () => await system.CountAsync(BenchSystem.Members, "select count(*) from outbox", cancel) == 0, "the outbox is empty", cancel);
    }

    /// <summary>The other services know of everybody.</summary>
    private static async Task SettledAsync(BenchSystem system, CancellationToken cancel)
    {
        var members = await system.CountAsync(BenchSystem.Members, "select count(*) from members", cancel);
        await UntilAsync(
            async () => await system.CountAsync(BenchSystem.Organizations, "select count(*) from member_facts", cancel) >= members, "organizations knows everybody", cancel);
    }

    private static async Task UntilAsync(Func<Task<bool>> done, string what, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await done())
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(10))
            {
                throw new InvalidOperationException($"Ten minutes passed before {what}.");
            }

            // To count a large table is work on the same cores.
            await Task.Delay(1000, cancel);
        }
    }

    private static async Task<double> UpsertAsync(BenchSystem system, string prefix, CancellationToken cancel)
    {
        await using var connection = await BenchSystem.OpenAsync(system.Admin(BenchSystem.Members), cancel);
        using var rows = new MemoryStream();
        await using (var read = await connection.BeginRawBinaryCopyAsync(
            $"""
            copy (select {Staged} from (select m.*, o.code as organization_code from members m join organization_replica o on o.id = m.organization_id) x
                  where external_code like '{prefix}%' order by id) to stdout (format binary)
            """, cancel))
        {
            await read.CopyToAsync(rows, cancel);
        }

        rows.Position = 0;
        var start = Stopwatch.GetTimestamp();
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var stage = new NpgsqlCommand(ImportSql.Stage, connection))
        {
            await stage.ExecuteNonQueryAsync(cancel);
        }

        await using (var write = await connection.BeginRawBinaryCopyAsync($"copy staged ({Staged}) from stdin (format binary)", cancel))
        {
            await rows.CopyToAsync(write, cancel);
        }

        await using var upsert = new NpgsqlCommand(Upsert, connection) { CommandTimeout = 0 };
        var stored = await upsert.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return stored == Rows ? Stopwatch.GetElapsedTime(start).TotalSeconds : throw new InvalidOperationException($"The upsert stored {stored} rows.");
    }
}
