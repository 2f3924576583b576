using Npgsql;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Feed;

/// <summary>
/// Puts committed changes in their order, and clears away the old ones. A change gets its position only after its commit, from one writer at a time: positions
/// become visible in their order and without gaps, however long a transaction takes and whether it is rolled back. For one object the
/// order is that of its commits: who changes a row second wrote its change while it held the row, so it has the higher seq, and is never seen without the first.
/// </summary>
public static class ChangeLog
{
    private const int SetsClearedTogether = 200;

    private const string Alone = "select 1 from change_head for update";

    private const string Number = """
        with waiting as (
          select seq, sum(count) over (order by seq) - count as before, count from (select seq, count from change_sets where position is null order by seq limit $1) w),
        numbered as (
          update change_sets s set position = h.position + w.before + 1 from waiting w, change_head h where s.seq = w.seq),
        ended as (
          update change_head set position = position + (select sum(count) from waiting) where exists (select from waiting))
        select count(*) from waiting
        """;

    private const string Clear = """
        with oldest as (select position, count, at from change_sets where position is not null order by position limit $2),
        cut as (
          select max(position + count - 1) as position from oldest
          where position < coalesce((select min(position) from oldest where at >= now() - $1), 9223372036854775807)),
        cleared as (delete from change_sets where position <= (select position from cut) returning 1),
        told as (update change_head set cleared_to = cut.position from cut where cut.position > cleared_to)
        select count(*) from cleared
        """;

    /// <summary>Numbers what is committed, up to so many.</summary>
    /// <returns>Whether more may be waiting.</returns>
    public static async Task<bool> NumberAsync(ServiceDatabase database, int setsAtOnce, CancellationToken cancel)
    {
        await using (var waiting = database.System.CreateCommand("select exists (select from change_sets where position is null)"))
        {
            if (await waiting.ExecuteScalarAsync(cancel) is false)
            {
                return false;
            }
        }

        // The second statement begins when the first has its lock, and so sees what the one before it numbered.
        await using var connection = await database.System.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var alone = new NpgsqlCommand(Alone, connection, transaction))
        {
            await alone.ExecuteNonQueryAsync(cancel);
        }

        await using var number = new NpgsqlCommand(Number, connection, transaction).With(setsAtOnce);
        var numbered = (long)(await number.ExecuteScalarAsync(cancel))!;
        await transaction.CommitAsync(cancel);
        return numbered == setsAtOnce;
    }

    /// <summary>Removes changes of that age, all numbered before; a reader who has not seen them is told to begin anew.</summary>
    public static async Task ClearAsync(ServiceDatabase database, TimeSpan age, CancellationToken cancel)
    {
        while (await NumberAsync(database, SetsClearedTogether, cancel))
        {
        }

        for (var cleared = (long)SetsClearedTogether; cleared == SetsClearedTogether;)
        {
            await using var connection = await database.System.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using (var alone = new NpgsqlCommand(Alone, connection, transaction))
            {
                await alone.ExecuteNonQueryAsync(cancel);
            }

            await using (var clear = new NpgsqlCommand(Clear, connection, transaction).With(age, SetsClearedTogether))
            {
                cleared = (long)(await clear.ExecuteScalarAsync(cancel))!;
            }

            await transaction.CommitAsync(cancel);
        }
    }
}
