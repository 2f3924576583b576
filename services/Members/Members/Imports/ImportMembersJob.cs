using System.Collections.Concurrent;
using System.Threading.Channels;
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
/// one. Two connections take turns: while one takes a step in, the other commits the step before it and copies the one after it, and what
/// follows is read, checked and sealed meanwhile. Steps are taken in one after the other, as the first row of a person counts.
/// </summary>
internal sealed class ImportMembersJob(PersonalData personal, TimeProvider clock, OutboxSignal outbox) : IJobHandler
{
    private const int RowsInFirstStep = 500;
    private const int RowsPerStep = 10_000;
    private const int StepsAhead = 2;

    // What a step's rows lay in serves the next but one.
    private readonly ConcurrentQueue<StagedRows> spare = [];

    public async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var steps = Channel.CreateBounded<Step>(StepsAhead);
        var reading = Task.Run(() => ReadAsync(run, steps.Writer, stop.Token), CancellationToken.None);
        try
        {
            await using var one = await run.OpenConnectionAsync(cancel);
            await using var other = await run.OpenConnectionAsync(cancel);
            var connections = (Next: one, Other: other);
            Staged? staged = null;
            Inserted? inserted = null;
            await foreach (var step in steps.Reader.ReadAllAsync(cancel))
            {
                var inserting = InsertAsync(staged, cancel);
                var staging = CommitAndStageAsync(run, inserted, connections.Next, step, cancel);
                await Task.WhenAll(inserting, staging);
                (inserted, staged) = (await inserting, await staging);
                connections = (connections.Other, connections.Next);
            }

            await CommitAsync(run, inserted, cancel);
            await CommitAsync(run, await InsertAsync(staged, cancel), cancel);
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private async Task ReadAsync(JobRun run, ChannelWriter<Step> steps, CancellationToken cancel)
    {
        try
        {
            var done = run.Done;
            await using var file = run.OpenFile();
            await using var reader = await SheetReader.OpenAsync(file, MemberSheet.Columns, cancellation: cancel);
            var sheet = new MemberSheet(reader, personal, clock.Today());
            var rows = new StagedRows();
            List<RowError> errors = [];
            var (inStep, size) = (0, RowsInFirstStep);
            while (await reader.ReadAsync(cancel))
            {
                if (reader.RowsRead <= done)
                {
                    sheet.Skip();
                    continue;
                }

                sheet.Read(Guid.CreateVersion7(clock.GetUtcNow()), rows, errors);
                if (++inStep == size)
                {
                    await steps.WriteAsync(new(rows, errors, reader.RowsRead), cancel);
                    (rows, errors, inStep, size) = (spare.TryDequeue(out var cleared) ? cleared : new(), [], 0, Math.Min(2 * size, RowsPerStep));
                }
            }

            await steps.WriteAsync(new(rows, errors, reader.RowsRead), cancel);
            await run.SetTotalAsync(reader.RowsRead, cancel);
            steps.Complete();
        }
        catch (Exception exception)
        {
            // The one who takes the steps in meets it there.
            steps.Complete(exception);
        }
    }

    private async Task<Staged> CommitAndStageAsync(JobRun run, Inserted? before, NpgsqlConnection connection, Step step, CancellationToken cancel)
    {
        await CommitAsync(run, before, cancel);
        var transaction = await run.BeginAsync(connection, cancel);
        if (step.Rows.Count > 0)
        {
            await CopyAsync(connection, step.Rows, cancel);
        }

        return new(connection, transaction, step);
    }

    private static async Task<Inserted?> InsertAsync(Staged? staged, CancellationToken cancel)
    {
        if (staged is null)
        {
            return null;
        }

        if (staged.Step.Rows.Count == 0)
        {
            return new(staged, 0);
        }

        // A person of the step before, which may not have committed yet, is waited for by the unique index.
        await using var insert = new NpgsqlCommand(ImportSql.Insert, staged.Connection);
        return new(staged, (long)(await insert.ExecuteScalarAsync(cancel))!);
    }

    private async Task CommitAsync(JobRun run, Inserted? inserted, CancellationToken cancel)
    {
        if (inserted is not ((var connection, var transaction, var step), var added))
        {
            return;
        }

        await using var open = transaction;
        var errors = added < step.Rows.Count ? await SettleAsync(connection, step, cancel) : step.Errors;
        await run.CheckpointAsync(connection, step.Done, errors, cancel);
        await transaction.CommitAsync(cancel);
        outbox.Wake();
        step.Rows.Clear();
        spare.Enqueue(step.Rows);
    }

    /// <summary>The rows that did not go in as new: they change a member who is known here, or say nothing new, or are refused.</summary>
    private static async Task<List<RowError>> SettleAsync(NpgsqlConnection connection, Step step, CancellationToken cancel)
    {
        var errors = step.Errors;
        await using (var refused = new NpgsqlCommand(ImportSql.Refused, connection))
        await using (var reader = await refused.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                var row = reader.GetInt64(0);
                errors.Add(new(row, reader.GetString(1), reader.GetString(2), step.Rows.Cells(row, MemberSheet.Columns.Length), await reader.IsDBNullAsync(3, cancel) ? [] : [reader.GetString(3)]));
            }
        }

        await using var update = new NpgsqlCommand(ImportSql.Update, connection);
        await update.ExecuteNonQueryAsync(cancel);
        errors.Sort((one, other) => one.Row.CompareTo(other.Row));
        return errors;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, StagedRows rows, CancellationToken cancel)
    {
        await using (var create = new NpgsqlCommand(ImportSql.Stage, connection))
        {
            await create.ExecuteNonQueryAsync(cancel);
        }

        await using var copy = await connection.BeginRawBinaryCopyAsync(ImportSql.Copy, cancel);
        await copy.WriteAsync(rows.End(), cancel);
    }

    private sealed record Step(StagedRows Rows, List<RowError> Errors, long Done);

    /// <summary>A step whose rows lie in its transaction's own table.</summary>
    private sealed record Staged(NpgsqlConnection Connection, NpgsqlTransaction Transaction, Step Step);

    /// <summary>A step whose new members are in; what is left to do is who was known, the progress and the commit.</summary>
    private sealed record Inserted(Staged Staged, long Added);
}
