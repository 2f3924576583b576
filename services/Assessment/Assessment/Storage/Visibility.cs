using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Storage;

internal static class Visibility
{
    /// <summary>A statement over a whole city may take longer than one about a branch.</summary>
    internal const int SetSeconds = 600;

    /// <summary>
    /// What lies in the caller's scope, and what stands above it: the rules and the cycles one is assessed by are made higher up.
    /// Row security says the same.
    /// </summary>
    internal static IQueryable<T> WithinOrAbove<T>(this IQueryable<T> rows, LevelScope scope)
        where T : class, IPlaced
    {
        string[] above = [.. scope.Prefixes.SelectMany(LevelCode.SelfAndAncestors).Append(LevelScope.Everything.Text).Distinct(StringComparer.Ordinal)];
        return rows.Where(row => scope.Prefixes.Any(prefix => row.LevelCode.StartsWith(prefix)) || above.Contains(row.LevelCode));
    }

    /// <summary>A transaction whose own statements, not only EF's, are held to the caller's scope.</summary>
    internal static async Task<(IDbContextTransaction Transaction, NpgsqlConnection Connection)> BeginScopedAsync(
        this AssessmentDb db, LevelScope scope, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var enter = ScopeInterceptor.EnterCommand(scope, connection, (NpgsqlTransaction)transaction.GetDbTransaction());
        await enter.ExecuteNonQueryAsync(cancel);
        return (transaction, connection);
    }

    /// <summary>Writers of scores share a cycle; whoever freezes it has it alone.</summary>
    internal static async Task LockCycleAsync(this NpgsqlConnection connection, Guid cycleId, bool alone, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            alone ? "select pg_advisory_xact_lock(hashtextextended($1::text, 7234030))" : "select pg_advisory_xact_lock_shared(hashtextextended($1::text, 7234030))",
            connection);
        await command.With(cycleId).ExecuteNonQueryAsync(cancel);
    }

    internal static T? Nullable<T>(this DbDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
}
