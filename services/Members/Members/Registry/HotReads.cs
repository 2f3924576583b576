using System.Buffers;
using System.Text.Json;
using Npgsql;
using PartyCloud.Members.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Registry;

/// <summary>
/// The two reads that everything else waits for: one member, and a page of a subtree. Plain SQL straight into JSON, one round trip
/// each, with the scope in front; a test holds their shape to <see cref="MemberResponse"/> and <see cref="MemberSummary"/>.
/// </summary>
internal static class HotReads
{
    internal const string MemberColumns = """
        select id, organization_id, level_code, name, sex, birth_date, ethnicity, education, status, mobile, applied_on, joined_on, formal_on, occupation,
          tags, external_code, id_number_masked, phone_masked, closed_on, close_reason, version
        from members where id = $1
        """;

    /// <summary>
    /// Enters the scope ($2) in the statement itself: the read hangs on the row that sets it, and OFFSET keeps the planner from pulling the
    /// two together, so that the policy finds the scope set. Were it ever otherwise, nothing would be seen.
    /// </summary>
    internal const string MemberSql = $"""
        select member.* from (select set_config('app.scope', $2, true) as entered) scope
        cross join lateral ({MemberColumns} and scope.entered is not null offset 0) member
        """;

    internal const string SummaryColumns =
        "select id, organization_id, level_code, name, sex, birth_date, status, mobile, joined_on, formal_on, id_number_masked, phone_masked, version from members";

    // The range comes from two scalar subqueries in the statement itself: a join would hide it from the planner, and an end that is put
    // together outside of its subquery is no condition of the index, so that a small subtree would be read on to the end of the scope.
    internal const string Subtree = """
        where level_code >= (select level_code from root) and level_code < (select level_code || '~' from root)
        """;

    /// <summary>The first page. It has no cursor: a row comparison would start the walk at the cursor instead of at the range.</summary>
    internal const string FirstPageSql = $"{Root} {SummaryColumns} {Subtree} order by level_code, id limit $2";

    internal const string NextPageSql = $"{Root} {SummaryColumns} {Subtree} and (level_code, id) > ($3, $4) order by level_code, id limit $2";

    private const string Root = "with root as materialized (select level_code from organization_replica where id = $1)";

    public static async Task GetMember(Guid id, HttpContext http, Caller caller, ServiceDatabase database, CancellationToken cancel)
    {
        await using var command = database.HotCommand(MemberSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = caller.Reach.Text });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body, MemberJson.Options))
        {
            MemberJson.WriteMember(json, reader);
        }

        IfMatch.Tag(http, reader.GetInt32(20));
        await AnswerAsync(http, body.WrittenMemory, cancel);
    }

    /// <summary>A page of a subtree without filters.</summary>
    public static async Task GetPage(Guid under, int size, Cursor after, HttpContext http, Caller caller, ServiceDatabase database, CancellationToken cancel)
    {
        var command = new NpgsqlBatchCommand(after == Cursor.Start ? FirstPageSql : NextPageSql)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = under }, new NpgsqlParameter<int> { TypedValue = size + 1 } },
        };
        if (after != Cursor.Start)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after.LevelCode });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after.Id });
        }

        using var page = new SummaryPage(size);
        await using (var reader = await database.ReadHotAsync(caller.Reach, command, cancel))
        {
            await page.TakeAsync(reader, cancel);
        }

        // Nothing there: an empty subtree, or one that the caller may not see?
        if (page.IsEmpty && !await SeesAsync(under, caller, database, cancel))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await AnswerAsync(http, page.Finish(), cancel);
    }

    internal static async Task<bool> SeesAsync(Guid organization, Caller caller, ServiceDatabase database, CancellationToken cancel)
    {
        await using var reader = await database.ReadHotAsync(caller.Reach, ById("select 1 from organization_replica where id = $1", organization), cancel);
        return await reader.ReadAsync(cancel);
    }

    internal static NpgsqlBatchCommand ById(string sql, Guid id) => new(sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };

    internal static async Task AnswerAsync(HttpContext http, ReadOnlyMemory<byte> json, CancellationToken cancel)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = json.Length;
        await http.Response.Body.WriteAsync(json, cancel);
    }
}
