using Npgsql;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Spelling;

/// <summary>
/// Spells the names that were stored before names were spelled, or by a statement that knows nothing of it. Part of the migration,
/// because how characters are read is known to the code and not to the database.
/// </summary>
internal static class Respelling
{
    private const int RowsPerStep = 5000;

    public static async Task<int> FillAsync(string admin, CancellationToken cancel = default)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(admin) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using (var owner = new NpgsqlCommand("set role organizations_owner", connection))
        {
            await owner.ExecuteNonQueryAsync(cancel);
        }

        var filled = 0;
        while (await StepAsync(connection, cancel) is var step and > 0)
        {
            filled += step;
        }

        return filled;
    }

    private static async Task<int> StepAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        List<(Guid Id, string Spelling)> rows = [];
        await using (var read = new NpgsqlCommand("select id, name from party_organizations where spelling = '' limit $1", connection))
        {
            await using var reader = await read.With(RowsPerStep).ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                rows.Add((reader.GetGuid(0), Pinyin.Spell(reader.GetString(1))));
            }
        }

        await using var write = new NpgsqlCommand(
            "update party_organizations o set spelling = s.spelling from unnest($1, $2) as s(id, spelling) where o.id = s.id", connection);
        return await write.With(rows.ConvertAll(row => row.Id).ToArray(), rows.ConvertAll(row => row.Spelling).ToArray()).ExecuteNonQueryAsync(cancel);
    }
}
