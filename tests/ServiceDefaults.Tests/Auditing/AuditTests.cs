using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tests.Probes;
using PartyCloud.Testing;

namespace PartyCloud.ServiceDefaults.Tests.Auditing;

public sealed class AuditTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private ProbeService _service = null!;

    private AuditChain Chain => _service.Services.GetRequiredService<AuditChain>();

    public async Task InitializeAsync()
    {
        _database = await ProbeService.NewDatabaseAsync();
        _service = await ProbeService.StartAsync(_database);
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Every_write_names_who_did_what_to_which_fields_in_which_trace()
    {
        var caller = ProbeService.CallerOf("001002", "probe.*");
        using var client = _service.As(caller);
        var trace = ActivityTraceId.CreateRandom().ToString();
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        var thing = await (await client.PostAsJsonAsync("/api/v1/probe/things", new NewThing("001002003", "before"))).Read<ThingResponse>(System.Net.HttpStatusCode.Created);
        await (await client.PatchAsJsonAsync($"/api/v1/probe/things/{thing.Id}", new Renaming("after"))).Read<ThingResponse>();
        await using (var db = _service.Databases.CreateFor(caller))
        {
            db.Remove((await db.Things.FindAsync(thing.Id))!);
            db.Audit("things.reveal", "thing", thing.Id, "name", "as asked");
            await db.SaveChangesAsync();
        }

        var expected = $"thing.added|{thing.Id}|-|-\nthing.changed|{thing.Id}|name|-\nthing.deleted|{thing.Id}|-|-\nthings.reveal|{thing.Id}|name|as asked";
        Assert.Equal(expected, await _database.ScalarAsync(
            "select string_agg(concat_ws('|', action, object_id, coalesce(fields, '-'), coalesce(purpose, '-')), E'\\n' order by action) from audit_log"));
        Assert.Equal(4, await _database.CountAsync(
            "select count(*) from audit_log where actor_id = $1 and actor_name = 'tester' and post_id = $2 and level_code = '001002' and object_type = 'thing'", caller.UserId, caller.PostId));
        Assert.Equal(2, await _database.CountAsync("select count(*) from audit_log where trace_id = $1", trace));
    }

    [Fact]
    public async Task A_write_that_is_refused_leaves_no_entry()
    {
        using var client = _service.As("001");
        await client.PostAsJsonAsync("/api/v1/probe/things", new NewThing("002", "foreign"));
        Assert.Equal(0, await _database.CountAsync("select count(*) from audit_log"));
    }

    [Fact]
    public async Task Writers_at_the_same_time_are_sealed_into_one_chain_that_holds()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => WriteAsync(10)).Append(Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Chain.SealAsync(default)))));
        await SealAllAsync();

        Assert.Equal((200, null), await Chain.VerifyAsync(default));
        Assert.Equal(200, await _database.CountAsync("select count(distinct audit_id) from audit_seals"));
    }

    [Theory]
    [InlineData("update audit_log set fields = 'm' || substr(fields, 2) where id = $1", "seal 30 does not fit its entry")]
    [InlineData("update audit_log set purpose = '-' where id = $1", "seal 30 does not fit its entry")]
    [InlineData("update audit_log set at = at + interval '1 microsecond' where id = $1", "seal 30 does not fit its entry")]
    [InlineData("update audit_log set actor_id = gen_random_uuid() where id = $1", "seal 30 does not fit its entry")]
    [InlineData("delete from audit_log where id = $1", "the entry of seal 30 is missing")]
    [InlineData("delete from audit_seals where audit_id = $1", "seal 30 is missing")]
    [InlineData("update audit_seals set audit_id = gen_random_uuid() where audit_id = $1", "the entry of seal 30 is missing")]
    [InlineData("update audit_seals set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) where audit_id = $1", "seal 30 does not fit its entry")]
    public async Task The_first_broken_link_is_named(string tampering, string broken)
    {
        await WriteAsync(50);
        await SealAllAsync();
        var entry = await _database.ScalarAsync("select audit_id from audit_seals where seq = 30");

        Assert.Equal(1, await _database.ExecuteAsync(tampering, entry));

        Assert.Equal((30, broken), await Chain.VerifyAsync(default));
    }

    [Fact]
    public async Task A_text_cannot_be_pushed_over_into_its_neighbour()
    {
        await using (var db = _service.Databases.CreateFor(ProbeService.CallerOf("001")))
        {
            db.Audit("things.reveal", "thing", null, "name\u001fpurpose", "of it");
            await db.SaveChangesAsync();
        }

        await SealAllAsync();
        await _database.ExecuteAsync("update audit_log set fields = 'name', purpose = E'purpose\\x1fof it'");

        Assert.Equal((1, "seal 1 does not fit its entry"), await Chain.VerifyAsync(default));
    }

    [Fact]
    public async Task An_entry_that_was_put_in_later_is_named()
    {
        await WriteAsync(20);
        await SealAllAsync();
        var forged = Guid.CreateVersion7();
        await _database.ExecuteAsync("""
            insert into audit_log (id, at, actor_id, actor_name, level_code, action, object_type)
            select $1, min(at) - interval '3 hours', gen_random_uuid(), 'somebody', '001', 'thing.added', 'thing' from audit_log
            """, forged);
        await SealAllAsync();

        Assert.Equal((20, $"entry {forged} has no seal"), await Chain.VerifyAsync(default));
    }

    [Theory]
    [InlineData("update audit_log set actor_name = 'another'")]
    [InlineData("delete from audit_log")]
    [InlineData("truncate audit_log")]
    [InlineData("update audit_seals set seq = seq + 1")]
    [InlineData("delete from audit_seals")]
    [InlineData("truncate audit_seals")]
    [InlineData("alter table audit_log disable row level security")]
    [InlineData("drop table audit_log")]
    public async Task No_role_of_the_service_can_change_or_remove_an_entry(string sql)
    {
        await WriteAsync(1);
        foreach (var source in new[] { _service.Database.App, _service.Database.System })
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var enter = ScopeInterceptor.EnterCommand(LevelScope.Everything, connection, transaction);
            await enter.ExecuteNonQueryAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    private async Task WriteAsync(int count)
    {
        await using var db = _service.Databases.CreateFor(ProbeService.CallerOf("001"));
        for (var n = 0; n < count; n++)
        {
            db.Audit("things.reveal", "thing", Guid.CreateVersion7(), "name");
        }

        await db.SaveChangesAsync();
    }

    private async Task SealAllAsync()
    {
        while (await Chain.SealAsync(default) > 0)
        {
        }
    }
}
