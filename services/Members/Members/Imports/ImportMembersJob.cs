using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
using PartyCloud.Members.Protection;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.Members.Imports;

/// <summary>
/// Imports a sheet step by step. A step is a few thousand rows, copied to a temporary table and taken over by set; it commits together
/// with its progress, so a run that follows a crash goes on behind the last one. Two connections take turns: while one takes a step in,
/// the other commits the step before it and copies the one after it, and what follows is read, checked and sealed meanwhile. Steps are
/// taken in one after the other, as the first row of a person counts.
/// </summary>
internal sealed class ImportMembersJob(PersonalData personal, TimeProvider clock, OutboxSignal outbox) : IJobHandler
{
    private const int RowsPerStep = 10_000;
    private const int StepsAhead = 2;

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
            List<ImportRow> rows = new(RowsPerStep);
            List<RowError> errors = [];
            var inStep = 0;
            while (await reader.ReadAsync(cancel))
            {
                if (reader.RowsRead <= done)
                {
                    sheet.Skip();
                    continue;
                }

                if (sheet.Read(Guid.CreateVersion7(clock.GetUtcNow()), errors) is { } row)
                {
                    rows.Add(row);
                }

                if (++inStep == RowsPerStep)
                {
                    await steps.WriteAsync(new(rows, errors, reader.RowsRead), cancel);
                    (rows, errors, inStep) = (new(RowsPerStep), [], 0);
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
    }

    /// <summary>The rows that did not go in as new: they change a member who is known here, or say nothing new, or are refused.</summary>
    private static async Task<List<RowError>> SettleAsync(NpgsqlConnection connection, Step step, CancellationToken cancel)
    {
        var errors = step.Errors;
        var cells = step.Rows.ToDictionary(row => row.Row, row => row.Cells);
        await using (var refused = new NpgsqlCommand(ImportSql.Refused, connection))
        await using (var reader = await refused.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                var row = reader.GetInt64(0);
                errors.Add(new(row, reader.GetString(1), reader.GetString(2), cells[row], await reader.IsDBNullAsync(3, cancel) ? [] : [reader.GetString(3)]));
            }
        }

        await using var update = new NpgsqlCommand(ImportSql.Update, connection);
        await update.ExecuteNonQueryAsync(cancel);
        errors.Sort((one, other) => one.Row.CompareTo(other.Row));
        return errors;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, List<ImportRow> rows, CancellationToken cancel)
    {
        await using (var create = new NpgsqlCommand(ImportSql.Stage, connection))
        {
            await create.ExecuteNonQueryAsync(cancel);
        }

        await using var copy = await connection.BeginBinaryImportAsync(ImportSql.Copy, cancel);
        // Cells are written to a buffer; waiting for each would cost more than the rare wait for the socket.
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            copy.StartRow();
            copy.Write(row.Row, NpgsqlDbType.Bigint);
            copy.Write(row.Id, NpgsqlDbType.Uuid);
            copy.Write(row.OrganizationCode, NpgsqlDbType.Text);
            copy.Write(row.Name, NpgsqlDbType.Text);
            copy.Write(row.Sex, NpgsqlDbType.Text);
            copy.Write(row.BirthDate, NpgsqlDbType.Date);
            Write(row.Ethnicity, NpgsqlDbType.Text);
            Write(row.Education, NpgsqlDbType.Text);
            Write(row.Status, NpgsqlDbType.Text);
            WriteDate(row.AppliedOn);
            WriteDate(row.JoinedOn);
            WriteDate(row.FormalOn);
            Write(row.Occupation, NpgsqlDbType.Text);
            Write(row.IncomeKind, NpgsqlDbType.Text);
            Write(row.Tags, NpgsqlDbType.Array | NpgsqlDbType.Text);
            Write(row.ExternalCode, NpgsqlDbType.Text);
            copy.Write(row.IdNumber.Masked, NpgsqlDbType.Text);
            copy.Write(row.IdNumber.Hash, NpgsqlDbType.Bytea);
            copy.Write(row.IdNumber.Box, NpgsqlDbType.Bytea);
            Write(row.Phone?.Masked, NpgsqlDbType.Text);
            Write(row.Phone?.Hash, NpgsqlDbType.Bytea);
            Write(row.Phone?.Box, NpgsqlDbType.Bytea);
            Write(row.Income?.Hash, NpgsqlDbType.Bytea);
            Write(row.Income?.Box, NpgsqlDbType.Bytea);
        }

        await copy.CompleteAsync(cancel);

        void Write<T>(T? value, NpgsqlDbType type)
            where T : class
        {
            if (value is null)
            {
                copy.WriteNull();
            }
            else
            {
                copy.Write(value, type);
            }
        }

        void WriteDate(DateOnly? date)
        {
            if (date is { } day)
            {
                copy.Write(day, NpgsqlDbType.Date);
            }
            else
            {
                copy.WriteNull();
            }
        }
    }

    private sealed record Step(List<ImportRow> Rows, List<RowError> Errors, long Done);

    /// <summary>A step whose rows lie in its transaction's own table.</summary>
    private sealed record Staged(NpgsqlConnection Connection, NpgsqlTransaction Transaction, Step Step);

    /// <summary>A step whose new members are in; what is left to do is who was known, the progress and the commit.</summary>
    private sealed record Inserted(Staged Staged, long Added);
}
