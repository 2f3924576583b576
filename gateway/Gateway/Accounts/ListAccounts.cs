using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Accounts;

/// <summary>Accounts that belong, or hold a post, within the caller's reach, in the order of their creation.</summary>
internal static class ListAccounts
{
    private const string Sql = """
        select a.id, a.user_name, a.display_name, a.organization_id, a.disabled_at,
          array(select distinct p.role from posts p left join organization_replica o on o.id = p.organization_id
                where p.account_id = a.id and p.ended_at is null and ('0' = any($5) or o.level_code ^@ any($5)) order by 1)
        from accounts a
        where a.id > $1
          and ($2::text is null or a.user_name ilike $2 or a.display_name ilike $2)
          and ($3::text is null or exists (select from posts p left join organization_replica o on o.id = p.organization_id
                                           where p.account_id = a.id and p.ended_at is null and p.role = $3 and ('0' = any($5) or o.level_code ^@ any($5))))
          and ($4::bool is null or (a.disabled_at is not null) = $4)
          and ('0' = any($5)
            or exists (select from organization_replica o where o.id = a.organization_id and o.level_code ^@ any($5))
            or exists (select from posts p join organization_replica o on o.id = p.organization_id
                       where p.account_id = a.id and p.ended_at is null and o.level_code ^@ any($5)))
        order by a.id limit $6
        """;

    /// <param name="q">Part of the user name or the name.</param>
    public static async Task<Ok<Page<AccountItem>>> Handle(
        [StringLength(64)] string? q, [StringLength(50)] string? role, bool? disabled, int? limit, string? cursor,
        Caller caller, ServiceDatabase database, CancellationToken cancel)
    {
        var (count, start) = (Limit.Of(limit), Cursor.Parse(cursor));
        await using var command = database.System.CreateCommand(Sql)
            .With(start.Id, q is null ? null : $"%{Escape(q)}%", role, disabled, caller.Reach.Prefixes.ToArray(), count + 1);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var items = new List<AccountItem>();
        while (await reader.ReadAsync(cancel))
        {
            items.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetGuid(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<string[]>(5)));
        }

        return TypedResults.Ok(items.ToPage(count, item => new Cursor("", item.Id).ToString()));
    }

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
