using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using PartyCloud.Members.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

/// <summary>Lists members in tree order: of a subtree, or of all that the caller reaches.</summary>
internal static class ListMembers
{
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="mobile">Only mobile members (流动党员), or only the others.</param>
    /// <param name="q">The beginning of the name.</param>
    public static async Task Handle(
        HttpContext http, Caller caller, ServiceDatabase database, CancellationToken cancel, Guid? under = null, MemberStatus? status = null,
        bool? mobile = null, [StringLength(50)] string? q = null, int? limit = null, string? cursor = null)
    {
        var size = Limit.Of(limit);
        var after = Cursor.Parse(cursor);
        var name = q?.Trim();
        if (under is { } plain && status is null && mobile is null && string.IsNullOrEmpty(name))
        {
            await HotReads.GetPage(plain, size, after, http, caller, database, cancel);
            return;
        }

        var roots = await RootsAsync(under, caller, database, cancel);
        if (roots is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var page = new SummaryPage(size);
        // One subtree after the other, so that each is a range of its own; those that end before the cursor are done.
        foreach (var root in roots.Where(root => string.CompareOrdinal(root + LevelCode.AfterSubtree, after.LevelCode) > 0))
        {
            var (sql, values) = Query(root, after, status, mobile, name, size - page.Count + 1);
            await using var batch = database.App.CreateBatch().Add(ScopeInterceptor.Enter, caller.Reach.Text).Add(sql, values);
            await using var reader = await batch.ExecuteReaderAsync(cancel);
            await page.TakeAsync(reader, cancel);
            if (page.IsFull)
            {
                break;
            }
        }

        await HotReads.AnswerAsync(http, page.Finish(), cancel);
    }

    /// <summary>The level codes that a list begins at; null when the organization is absent or out of scope.</summary>
    internal static async Task<IReadOnlyList<string>?> RootsAsync(Guid? under, Caller caller, ServiceDatabase database, CancellationToken cancel)
    {
        if (under is not { } organization)
        {
            return caller.Reach.Prefixes;
        }

        await using var reader = await database.ReadHotAsync(caller.Reach, HotReads.ById("select level_code from organization_replica where id = $1", organization), cancel);
        return await reader.ReadAsync(cancel) ? [reader.GetString(0)] : null;
    }

    private static (string Sql, object?[] Values) Query(string root, Cursor after, MemberStatus? status, bool? mobile, string? name, int rows)
    {
        List<object?> values = [];
        var sql = new StringBuilder(HotReads.SummaryColumns).Append(" where level_code < ").Append(Value(root + LevelCode.AfterSubtree));
        // A cursor inside the range is its lower end; before the range it says nothing.
        if (string.CompareOrdinal(after.LevelCode, root) >= 0)
        {
            sql.Append(" and (level_code, id) > (").Append(Value(after.LevelCode)).Append(", ").Append(Value(after.Id)).Append(')');
        }
        else
        {
            sql.Append(" and level_code >= ").Append(Value(root));
        }

        if (status is { } wanted)
        {
            sql.Append(" and status = ").Append(Value(JsonNamingPolicy.CamelCase.ConvertName(wanted.ToString())));
        }

        if (mobile is { } isMobile)
        {
            sql.Append(isMobile ? " and mobile" : " and not mobile");
        }

        if (!string.IsNullOrEmpty(name))
        {
            // A range on the name's index, which row security lets through; LIKE would not be.
            sql.Append(" and name >= ").Append(Value(name)).Append(" and name < ").Append(Value(name + "\U0010FFFF"));
        }

        sql.Append(" order by level_code, id limit ").Append(Value(rows));
        return (sql.ToString(), [.. values]);

        string Value(object value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
    }
}
