using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Apps;

/// <summary>Apps that belong within the caller's reach, in the order of their registration.</summary>
internal static class ListApps
{
    private const string Sql = """
        select a.id, a.name, a.environment, a.organization_id, o.name, a.plan, a.suspended_at, (select max(c.last_used_at) from app_credentials c where c.app_id = a.id)
        from apps a left join organization_replica o on o.id = a.organization_id
        where a.id > $1 and ($2::text is null or strpos(lower(a.name), lower($2)) > 0) and ($3::bool is null or (a.suspended_at is not null) = $3)
          and ('0' = any($4) or o.level_code ^@ any($4))
        order by a.id limit $5
        """;

    /// <param name="q">Part of the name.</param>
    public static async Task<Ok<Page<AppItem>>> Handle(
        [StringLength(64)] string? q, bool? suspended, int? limit, string? cursor, Caller caller, ServiceDatabase database, CancellationToken cancel)
    {
        var (count, start) = (Limit.Of(limit), Cursor.Parse(cursor));
        await using var command = database.System.CreateCommand(Sql).With(start.Id, q, suspended, caller.Reach.Prefixes.ToArray(), count + 1);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var items = new List<AppItem>();
        while (await reader.ReadAsync(cancel))
        {
            items.Add(new(
                reader.GetGuid(0), reader.GetString(1), Enum.Parse<AppEnvironment>(reader.GetString(2), true), reader.IsDBNull(3) ? null : reader.GetGuid(3),
                reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetString(5), At(6), At(7)));
        }

        return TypedResults.Ok(items.ToPage(count, item => new Cursor("", item.Id).ToString()));

        DateTimeOffset? At(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
    }
}
