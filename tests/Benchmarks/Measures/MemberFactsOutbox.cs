using Npgsql;
using PartyCloud.Benchmarks.Running;
using PartyCloud.Members.Contracts;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Benchmarks.Measures;

/// <summary>
/// Facts about members, written to the outbox of the members service as its own set-based statements write them; its relay publishes them, and the organizations service
/// takes them in through its inbox and counts.
/// </summary>
internal sealed class MemberFactsOutbox(BenchSystem system)
{
    // Newer than what the consumer knows, so that every fact is applied and not only recognised.
    private static readonly string Insert = $"""
        insert into outbox (id, type, body)
        select gen_random_uuid(), '{typeof(MemberState).FullName}',
          jsonb_build_object('memberId', id, 'version', $3::int, 'organizationId', organization_id, 'status', status, 'mobile', mobile)
        from members where id > $1 and id <= $2
        returning id, clock_timestamp()
        """;

    private int version = 1000;
    private int position;

    /// <summary>Writes and commits; gives the facts' ids and when they were made.</summary>
    public async Task<List<(Guid Id, DateTime At)>> WriteAsync(NpgsqlConnection connection, int facts, CancellationToken cancel)
    {
        if (position + facts > SampleData.MemberCount || position == 0)
        {
            (position, version) = (0, version + 1);
        }

        await using var insert = new NpgsqlCommand(Insert, connection);
        insert.With(SampleData.Id(position), SampleData.Id(position + facts), version);
        position += facts;
        var written = new List<(Guid, DateTime)>(facts);
        await using var reader = await insert.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            written.Add((reader.GetGuid(0), reader.GetDateTime(1)));
        }

        return written.Count == facts ? written : throw new InvalidOperationException($"{written.Count} facts were written instead of {facts}.");
    }

    /// <summary>Each run begins with versions that are news, with an empty outbox and with an empty inbox.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        version = Math.Max(version, (int)await system.CountAsync(BenchSystem.Organizations, "select max(version)::bigint from member_facts", cancel) + 1);
        await DrainedAsync(cancel);
        await system.ExecuteAsync(BenchSystem.Organizations, "truncate inbox", cancel);
        await system.ExecuteAsync(BenchSystem.Organizations, "vacuum (analyze) member_facts", cancel);
        await system.ExecuteAsync(BenchSystem.Members, "vacuum outbox", cancel);
    }

    public async Task ReceivedAsync(int facts, CancellationToken cancel)
    {
        await using var connection = await BenchSystem.OpenAsync(system.Admin(BenchSystem.Organizations), cancel);
        await using var count = new NpgsqlCommand("select count(*) from inbox", connection);
        while ((long)(await count.ExecuteScalarAsync(cancel))! < facts)
        {
            await Task.Delay(20, cancel);
        }
    }

    private async Task DrainedAsync(CancellationToken cancel)
    {
        while (await system.CountAsync(BenchSystem.Members, "select count(*) from outbox", cancel) > 0)
        {
            await Task.Delay(100, cancel);
        }
    }
}
