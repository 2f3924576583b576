using System.Text.Json;
using Npgsql;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Tests.Probes;

/// <summary>Writes the numbers from 1 to its total, one a step; fails at the number that the payload names.</summary>
internal sealed class CountingJob(Gates gates) : IJobHandler
{
    public const string Kind = "probe.count";

    public async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        using var payload = JsonDocument.Parse(run.Payload);
        var total = payload.RootElement.GetProperty("total").GetInt32();
        lock (gates.Begun)
        {
            gates.Begun.Add((run.Id, run.Done));
        }

        if (total < 0)
        {
            throw new JobFailedException("sheet.too-many-rows", 7);
        }

        await run.SetTotalAsync(total, cancel);
        for (var number = (int)run.Done + 1; number <= total; number++)
        {
            await StepAsync(run, number, cancel);
        }
    }

    private async Task StepAsync(JobRun run, int number, CancellationToken cancel)
    {
        await using var connection = await run.OpenConnectionAsync(cancel);
        await using var transaction = await run.BeginAsync(connection, cancel);
        await using var insert = new NpgsqlCommand("insert into counted (job_id, number, level_code) values ($1, $2, $3)", connection);
        await insert.With(run.Id, number, run.LevelCode).ExecuteNonQueryAsync(cancel);
        if (number >= gates.WaitsAt)
        {
            // Deaf to its token, as a step inside the database may be.
            await gates.Open.Task;
        }

        await run.CheckpointAsync(connection, number, number % 5 == 0 ? [new RowError(number, "n", "field.range", null, "1", "4")] : [], CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }
}
