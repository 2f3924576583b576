using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>Positional parameters without ceremony, for the statements that are better written in SQL.</summary>
public static class SqlExtensions
{
    public static NpgsqlCommand With(this NpgsqlCommand command, params ReadOnlySpan<object?> values)
    {
        command.Parameters.Clear();
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <summary>The unit of work's own connection, open, for a statement in its transaction.</summary>
    public static async Task<NpgsqlConnection> OpenedAsync(this ServiceDb db, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        return (NpgsqlConnection)db.Database.GetDbConnection();
    }

    public static NpgsqlBatch Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        batch.BatchCommands.Add(command);
        return batch;
    }
}
