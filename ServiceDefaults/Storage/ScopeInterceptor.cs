using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>
/// Puts the caller's scope in front of each command, in the same round trip and the same implicit transaction, so that nothing
/// outlives it on a pooled connection. A context without a scope sends nothing, and the policies then show nothing.
/// </summary>
public sealed class ScopeInterceptor : DbCommandInterceptor
{
    public const string Enter = "call app.enter($1)";

    private const string Parameter = "__scope";
    private const string Prefix = "call app.enter(@__scope);";

    public static NpgsqlCommand EnterCommand(LevelScope scope, NpgsqlConnection connection, NpgsqlTransaction? transaction) =>
        new(Enter, connection, transaction) { Parameters = { new NpgsqlParameter<string> { TypedValue = scope.Text } } };

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        AddPrefix(command, eventData);
        using var before = Before(command, eventData);
        before?.ExecuteNonQuery();
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        AddPrefix(command, eventData);
        await using var before = Before(command, eventData);
        if (before is not null)
        {
            await before.ExecuteNonQueryAsync(cancellationToken);
        }

        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        AddPrefix(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        AddPrefix(command, eventData);
        return new(result);
    }

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        AddPrefix(command, eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        AddPrefix(command, eventData);
        return new(result);
    }

    private static LevelScope? ScopeOf(CommandEventData eventData) => (eventData.Context as ServiceDb)?.Context.EnforcedScope;

    private static void AddPrefix(DbCommand command, CommandEventData eventData)
    {
        if (eventData.CommandSource != CommandSource.SaveChanges && ScopeOf(eventData) is { } scope)
        {
            command.CommandText = Prefix + command.CommandText;
            command.Parameters.Add(new NpgsqlParameter<string>(Parameter, scope.Text));
        }
    }

    // SaveChanges counts the statements of its own command, and an added one would shift the row counts: it gets a command before it.
    private static NpgsqlCommand? Before(DbCommand command, CommandEventData eventData)
    {
        if (eventData.CommandSource != CommandSource.SaveChanges || ScopeOf(eventData) is not { } scope)
        {
            return null;
        }

        var transaction = command.Transaction ?? throw new InvalidOperationException("Saving needs Database.AutoTransactionBehavior to be Always.");
        return EnterCommand(scope, (NpgsqlConnection)command.Connection!, (NpgsqlTransaction)transaction);
    }
}
