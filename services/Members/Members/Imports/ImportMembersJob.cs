using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Npgsql;
using PartyCloud.Members.Protection;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.Members.Imports;

/// <summary>
/// Imports a sheet step by step. A step is some thousand rows (the first ones are smaller, so that who waits sees rows go in), copied to a
/// temporary table and taken over by set; it commits together with its progress, so a run that follows a crash goes on behind the last
/// one. Some steps are under way at once, as nobody stands in two rows: while one is read, checked and sealed, others go in. They commit
/// in their order.
/// </summary>
internal sealed class ImportMembersJob(PersonalData personal, TimeProvider clock, OutboxSignal outbox) : IJobHandler
{
    private const int RowsInFirstStep = 500;
    private const int RowsPerStep = 10_000;
    private const int StepsAtOnce = 3;

    // What a step's rows lay in serves one that follows.
    private readonly ConcurrentQueue<StagedRows> spare = [];

    public async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        for (var atOnce = StepsAtOnce; ; atOnce = 1)
        {
            try
            {
                await Parallel.ForEachAsync(
                    ReadAsync(run, cancel), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancel },
                    async (step, stop) => await TakeInAsync(run, step, atOnce == 1, stop));
                return;
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                // Another import holds a person of this one and may itself wait for one of ours. A step that waits for the one before it holds what it took in;
                // one step at a time holds nothing while it waits.
            }
        }
    }

    private async IAsyncEnumerable<Step> ReadAsync(JobRun run, [EnumeratorCancellation] CancellationToken cancel)
    {
        var done = run.Done;
        await using var file = run.OpenFile();
        await using var reader = await SheetReader.OpenAsync(file, MemberSheet.Columns, cancellation: cancel);
        var sheet = new MemberSheet(reader, personal, clock.Today());
        var step = new Step(new(), Task.CompletedTask);
        var (inStep, size) = (0, RowsInFirstStep);
        while (await reader.ReadAsync(cancel))
        {
            if (reader.RowsRead <= done)
            {
                sheet.Skip();
                continue;
            }

            sheet.Read(Guid.CreateVersion7(clock.GetUtcNow()), step.Rows, step.Errors);
            if (++inStep == size)
            {
                step.Done = reader.RowsRead;
                yield return step;
                step = new(spare.TryDequeue(out var cleared) ? cleared : new(), step.Committed.Task);
                (inStep, size) = (0, Math.Min(2 * size, RowsPerStep));
            }
        }

        step.Done = reader.RowsRead;
        yield return step;
        await run.SetTotalAsync(reader.RowsRead, cancel);
    }

    private async Task TakeInAsync(JobRun run, Step step, bool alone, CancellationToken cancel)
    {
        await using var connection = await run.OpenConnectionAsync(cancel);
        await using var transaction = await run.BeginAsync(connection, cancel);
        if (step.Rows.Count > 0)
        {
            await CopyAsync(connection, step.Rows, alone, cancel);
            await using var insert = new NpgsqlCommand(ImportSql.Insert, connection);
            if ((long)(await insert.ExecuteScalarAsync(cancel))! < step.Rows.Count)
            {
                await SettleAsync(connection, step, cancel);
            }
        }

        await step.Before.WaitAsync(cancel);
        // From here on to the end, so that it is known what is done when another step fails.
        await run.CheckpointAsync(connection, step.Done, step.Errors, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        step.Committed.SetResult();
        outbox.Wake();
        step.Rows.Clear();
        spare.Enqueue(step.Rows);
    }

    /// <summary>The rows that did not go in as new: they change a member who is known here, or say nothing new, or are refused.</summary>
    private static async Task SettleAsync(NpgsqlConnection connection, Step step, CancellationToken cancel)
    {
        await using (var refused = new NpgsqlCommand(ImportSql.Refused, connection))
        await using (var reader = await refused.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                var row = reader.GetInt64(0);
                step.Errors.Add(new(row, reader.GetString(1), reader.GetString(2), step.Rows.Cells(row, MemberSheet.Columns.Length), await reader.IsDBNullAsync(3, cancel) ? [] : [reader.GetString(3)]));
            }
        }

        await using var update = new NpgsqlCommand(ImportSql.Update, connection);
        await update.ExecuteNonQueryAsync(cancel);
        step.Errors.Sort((one, other) => one.Row.CompareTo(other.Row));
    }

    private static async Task CopyAsync(NpgsqlConnection connection, StagedRows rows, bool alone, CancellationToken cancel)
    {
        await using (var create = new NpgsqlCommand(alone ? ImportSql.Stage : ImportSql.WaitNotForLong + ImportSql.Stage, connection))
        {
            await create.ExecuteNonQueryAsync(cancel);
        }

        await using var copy = await connection.BeginRawBinaryCopyAsync(ImportSql.Copy, cancel);
        await copy.WriteAsync(rows.End(), cancel);
    }

    /// <param name="before">Ends when the step before this one is committed.</param>
    private sealed class Step(StagedRows rows, Task before)
    {
        public StagedRows Rows => rows;

        public List<RowError> Errors { get; } = [];

        /// <summary>Rows of the sheet that are dealt with when this step is in.</summary>
        public long Done { get; set; }

        public Task Before => before;

        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
