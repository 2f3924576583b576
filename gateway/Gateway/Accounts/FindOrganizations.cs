using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Accounts;

/// <summary>An organization at which a post can be held (岗位所在党组织).</summary>
/// <param name="Path">The names of those above it, from the top.</param>
public sealed record PlaceResponse(Guid Id, string Code, string Name, IReadOnlyList<string> Path);

/// <summary>
/// Finds the organizations of posts by name or code, for those who administer accounts and see no business data: what the gateway itself
/// remembers of the tree, within the caller's reach.
/// </summary>
internal static class FindOrganizations
{
    private const int Most = 20;

    private const string Sql = """
        select o.id, o.code, o.name,
          array(select a.name from organization_replica a
                where a.level_code = any(array(select left(o.level_code, n) from generate_series(3, length(o.level_code) - 3, 3) n))
                  and ('0' = any($2) or a.level_code ^@ any($2))
                order by a.level_code)
        from organization_replica o
        where o.status = 'active' and ('0' = any($2) or o.level_code ^@ any($2)) and (strpos(o.name, $1) > 0 or starts_with(o.code, $1))
        order by o.name <> $1 and o.code <> $1, length(o.name), o.level_code
        limit $3
        """;

    /// <param name="q">Part of the name, or the beginning of the code.</param>
    public static async Task<Ok<IReadOnlyList<PlaceResponse>>> Handle(
        [Required, StringLength(100, MinimumLength = 2)] string q, Caller caller, ServiceDatabase database, CancellationToken cancel)
    {
        await using var command = database.System.CreateCommand(Sql).With(q.Trim(), caller.Reach.Prefixes.ToArray(), Most);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<PlaceResponse> found = [];
        while (await reader.ReadAsync(cancel))
        {
            found.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<string[]>(3)));
        }

        return TypedResults.Ok<IReadOnlyList<PlaceResponse>>(found);
    }
}
