using Npgsql;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>Tells a database that is away, starting or busy with a rival from work that cannot be done at all.</summary>
internal static class DatabaseAway
{
    /// <summary>What is worth trying again as it is. EF wraps what it takes to be passing, so the cause may lie deeper.</summary>
    public static bool Explains(Exception exception) => exception switch
    {
        // 57P: an operator or a crash ended the session, or the server is not ready yet.
        PostgresException answer => answer.IsTransient || answer.SqlState is ['5', '7', 'P', ..],
        NpgsqlException { IsTransient: true } or TimeoutException => true,
        _ => exception.InnerException is { } cause && Explains(cause),
    };
}
