using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Sheets;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Imports;

/// <summary>
/// Imports a sheet of pairs in committed steps: a step is copied into a temporary table, checked in sets and taken in, with its
/// facts and its row errors, or not at all. A row whose pair is there already changes nothing.
/// </summary>
internal sealed class ImportPairsJob(SystemDb<PairingDb> databases, TimeProvider clock, OutboxSignal outbox) : IJobHandler
{
    private const int RowsPerStep = 1000;

    public async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        var programme = await ProgrammeAsync(run, cancel);
        await using var file = run.OpenFile();
        await using var reader = await OpenAsync(file, cancel);
        await using var connection = await run.OpenConnectionAsync(cancel);
        var sheet = new PairSheet(programme, clock.Today());
        var rows = new Dictionary<int, PairRow>();
        var errors = new List<RowError>();
        while (await ReadAsync(reader, cancel))
        {
            if (reader.RowsRead <= run.Done)
            {
                continue;
            }

            if (sheet.Read(reader, errors) is { } row)
            {
                rows.Add(row.Row, row);
            }

            if (reader.RowsRead - run.Done == RowsPerStep)
            {
                await TakeStepAsync(run, connection, programme, rows, errors, reader.RowsRead, cancel);
            }
        }

        if (reader.RowsRead > run.Done)
        {
            await TakeStepAsync(run, connection, programme, rows, errors, reader.RowsRead, cancel);
        }
    }

    private async Task<Programme> ProgrammeAsync(JobRun run, CancellationToken cancel)
    {
        var id = JsonSerializer.Deserialize<ImportPairs.Payload>(run.Payload, Wire.Json)!.ProgrammeId;
        await using var db = databases.CreateFor(run.Caller);
        var programme = await db.FindProgrammeAsync(id, run.Caller, cancel) ?? throw new JobFailedException("request.not-found");
        programme.RequireOpen();
        return programme;
    }

    private static async Task<SheetReader> OpenAsync(Stream file, CancellationToken cancel)
    {
        try
        {
            return await SheetReader.OpenAsync(file, PairSheet.Columns, cancellation: cancel);
        }
        catch (SheetException exception)
        {
            throw new JobFailedException(exception.Code, [.. exception.Arguments]);
        }
    }

    private static async Task<bool> ReadAsync(SheetReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadAsync(cancel);
        }
        catch (SheetException exception)
        {
            throw new JobFailedException(exception.Code, [.. exception.Arguments]);
        }
    }

    private async Task TakeStepAsync(
        JobRun run, NpgsqlConnection connection, Programme programme, Dictionary<int, PairRow> rows, List<RowError> errors, long done, CancellationToken cancel)
    {
        await using var transaction = await run.BeginAsync(connection, cancel);
        await ExecuteAsync(connection, "select 1 from programmes where id = $1 for update", cancel, programme.Id);
        await CopyAsync(connection, rows.Values, cancel);
        foreach (var statement in PairImportSql.Statements)
        {
            await ExecuteAsync(
                connection, statement, cancel, programme.Id, programme.LevelCode, programme.RuleSet.CapacityPerHelper,
                JsonNamingPolicy.CamelCase.ConvertName(programme.Kind.ToString()), typeof(PairFormed).FullName);
        }

        errors.AddRange(await RefusedAsync(connection, rows, cancel));
        errors.Sort((one, other) => one.Row.CompareTo(other.Row));
        await run.CheckpointAsync(connection, done, errors, cancel);
        await transaction.CommitAsync(cancel);
        outbox.Wake();
        rows.Clear();
        errors.Clear();
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IEnumerable<PairRow> rows, CancellationToken cancel)
    {
        await ExecuteAsync(connection, PairImportSql.CreateStep, cancel);
        await using var writer = await connection.BeginBinaryImportAsync(PairImportSql.CopyStep, cancel);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancel);
            await writer.WriteAsync(row.Row, NpgsqlDbType.Integer, cancel);
            foreach (var text in (string?[])
                [row.HelperCode, row.NeedCode, row.HelperPersonCode, row.HelperPersonName, row.NeedPersonCode, row.NeedPersonName, row.HelperClass, row.NeedClass])
            {
                await (text is null ? writer.WriteNullAsync(cancel) : writer.WriteAsync(text, NpgsqlDbType.Text, cancel));
            }

            await writer.WriteAsync(row.StartedOn, NpgsqlDbType.Date, cancel);
            for (var id = 0; id < 3; id++)
            {
                await writer.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, cancel);
            }
        }

        await writer.CompleteAsync(cancel);
    }

    private static async Task<List<RowError>> RefusedAsync(NpgsqlConnection connection, Dictionary<int, PairRow> rows, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select row, problem_column, problem, argument from step where problem is not null", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var errors = new List<RowError>();
        while (await reader.ReadAsync(cancel))
        {
            var row = rows[reader.GetInt32(0)];
            errors.Add(new(row.Row, reader.GetString(1), reader.GetString(2), row.Cells, reader.IsDBNull(3) ? "" : reader.GetString(3)));
        }

        return errors;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params object?[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.With(values).ExecuteNonQueryAsync(cancel);
    }
}
