using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Tests.Probes;
using PartyCloud.Testing;

namespace PartyCloud.ServiceDefaults.Tests.Storage;

public sealed class ScopeTests(ScopeTests.Tree tree) : IClassFixture<ScopeTests.Tree>, IAsyncLifetime
{
    /// <summary>Six districts of three places with one thing each, and one thing at the root.</summary>
    public sealed class Tree : IAsyncLifetime
    {
        public TestDatabase Database { get; private set; } = null!;

        public ProbeService Service { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Database = await ProbeService.NewDatabaseAsync();
            Service = await ProbeService.StartAsync(Database);
        }

        public async Task DisposeAsync()
        {
            await Service.DisposeAsync();
            await Database.DisposeAsync();
        }
    }

    public async Task InitializeAsync() => await tree.Database.ExecuteAsync("""
        truncate things;
        insert into things (id, level_code, name, version) values (gen_random_uuid(), '001', 'root', 1);
        insert into things (id, level_code, name, version) select gen_random_uuid(), '00100' || d || '00' || p, 'thing', 1 from generate_series(1, 6) d, generate_series(1, 3) p;
        """);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(null, 0)]
    [InlineData("0", 19)]
    [InlineData("001", 19)]
    [InlineData("001002", 3)]
    [InlineData("001002003", 1)]
    [InlineData("001009", 0)]
    [InlineData("001001,001004", 6)]
    [InlineData("001001002,001003,001006001,001006003", 6)]
    public async Task A_caller_sees_his_subtrees_and_nothing_else(string? scope, int count)
    {
        await using var db = As(scope);

        var codes = await db.Things.Select(thing => thing.LevelCode).ToListAsync();

        Assert.Equal(count, codes.Count);
        Assert.All(codes, code => Assert.True(LevelScope.Of(scope!.Split(',')).Contains(code)));
        Assert.Equal(count, await db.Things.CountAsync());
        Assert.Equal(count > 0, await db.Things.AnyAsync());
        Assert.Equal(count, (await db.Database.SqlQueryRaw<Guid>("select id as \"Value\" from things for update skip locked").ToListAsync()).Count);
        Assert.Equal(count, await db.Database.ExecuteSqlRawAsync("update things set name = name || '!'"));
        Assert.Equal(count, await db.Things.ExecuteUpdateAsync(set => set.SetProperty(thing => thing.Name, thing => thing.Name + "?")));
        Assert.Equal(19 - count, await tree.Database.CountAsync("select count(*) from things where name not like '%!?'"));
        Assert.Equal(count, await db.Things.ExecuteDeleteAsync());
        Assert.Equal(19 - count, await tree.Database.CountAsync("select count(*) from things"));
    }

    [Fact]
    public async Task Reads_that_share_a_connection_keep_their_own_scope()
    {
        const string Entering = "select count(*) from (select set_config('app.scope', $1, true) as entered) scope cross join lateral (select 1 from things where scope.entered is not null offset 0) thing";
        (string Scope, long Count)[] callers = [("0", 19), ("001002", 3), ("001001,001004", 6), ("001009", 0)];

        var reads = Enumerable.Range(0, 400).Select(async number =>
        {
            var (scope, count) = callers[number % callers.Length];
            var parsed = LevelScope.Of(scope.Split(','));
            switch (number % 3)
            {
                case 0:
                    await using (var reader = await tree.Service.Database.ReadHotAsync(parsed, new NpgsqlBatchCommand("select count(*) from things"), CancellationToken.None))
                    {
                        await reader.ReadAsync();
                        Assert.Equal(count, reader.GetInt64(0));
                    }

                    break;
                case 1:
                    await using (var command = tree.Service.Database.HotCommand(Entering))
                    {
                        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parsed.Text });
                        Assert.Equal(count, await command.ExecuteScalarAsync());
                    }

                    break;
                default:
                    await using (var command = tree.Service.Database.HotCommand("select count(*) from things"))
                    {
                        Assert.Equal(0L, await command.ExecuteScalarAsync());
                    }

                    break;
            }
        });

        await Task.WhenAll(reads);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("001003")]
    [InlineData("001001,001004")]
    public async Task A_row_cannot_be_put_or_moved_out_of_scope_and_its_neighbours_are_not_kept(string? scope)
    {
        await using (var db = As(scope))
        {
            if (scope is not null)
            {
                db.Add(Thing.At(scope[..6], "inside"));
            }

            db.Add(Thing.At("001002", "outside"));
            Assert.Equal("42501", StateOf(await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync())));
        }

        await using (var db = As(scope))
        {
            if (await db.Things.FirstOrDefaultAsync() is { } mine)
            {
                mine.Move("001002");
                Assert.Equal("42501", StateOf(await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync())));
                Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => db.Things.ExecuteUpdateAsync(set => set.SetProperty(thing => thing.LevelCode, "001002")))).SqlState);
            }
        }

        Assert.Equal(0, await tree.Database.CountAsync("select count(*) from things where level_code = '001002' or name in ('inside', 'outside')"));

        static string? StateOf(DbUpdateException thrown) => (thrown.InnerException as PostgresException)?.SqlState;
    }

    [Fact]
    public async Task A_foreign_or_stale_row_is_neither_changed_nor_deleted_in_silence()
    {
        await using var everywhere = As("0");
        var foreign = await everywhere.Things.AsNoTracking().FirstAsync(thing => thing.LevelCode == "001002001");
        var mine = await everywhere.Things.AsNoTracking().FirstAsync(thing => thing.LevelCode == "001003001");

        foreach (var change in new Action<ProbeDb, Thing>[] { (db, thing) => db.Remove(thing), (db, thing) => db.Attach(thing).Entity.Rename("taken") })
        {
            await using var db = As("001003");
            change(db, foreign);
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
        }

        await tree.Database.ExecuteAsync("update things set version = version + 1 where id = $1", mine.Id);
        foreach (var change in new Action<ProbeDb, Thing>[] { (db, thing) => db.Remove(thing), (db, thing) => db.Attach(thing).Entity.Rename("lost") })
        {
            await using var db = As("001003");
            change(db, mine);
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
        }

        Assert.Equal(18, await tree.Database.CountAsync("select count(*) from things where name = 'thing'"));
    }

    [Fact]
    public async Task After_a_command_that_failed_or_was_given_up_the_connections_next_user_sees_nothing()
    {
        for (var round = 0; round < 20; round++)
        {
            await using (var db = As("001"))
            {
                await Assert.ThrowsAsync<PostgresException>(() => db.Database.ExecuteSqlRawAsync("select 1 / (select count(*)::int - 19 from things)"));
                using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(10));
                await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("select pg_sleep(5) from things limit 1", soon.Token));
                await using var transaction = await db.Database.BeginTransactionAsync();
                Assert.Equal(19, await db.Things.CountAsync());
            }

            await using var bare = tree.Service.Database.App.CreateCommand("select count(*), coalesce(current_setting('app.scope', true), '') from things");
            await using var reader = await bare.ExecuteReaderAsync();
            await reader.ReadAsync();
            Assert.Equal((0L, ""), (reader.GetInt64(0), reader.GetString(1)));
            await using var nobody = As(null);
            Assert.Equal(0, await nobody.Things.CountAsync());
        }
    }

    [Fact]
    public async Task Two_thousand_requests_at_a_time_with_scopes_of_their_own_never_show_a_foreign_row()
    {
        var random = new Random(20260701);
        var clients = Enumerable.Range(0, 40).Select(_ =>
        {
            var scope = LevelScope.Of([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"00100{random.Next(1, 7)}" + (random.Next(2) == 0 ? "" : $"00{random.Next(1, 4)}"))]);
            return (Scope: scope, Client: tree.Service.As(scope.Text));
        }).ToArray();
        var expected = (await As("0").Things.Select(thing => thing.LevelCode).ToListAsync()).Order(StringComparer.Ordinal).ToList();

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (n, cancel) =>
        {
            var (scope, client) = clients[n % clients.Length];
            if (n % 7 == 0)
            {
                // Given up on its way, or against the rules: the connection goes back to the pool all the same.
                using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                soon.CancelAfter(n % 5);
                try
                {
                    using var given = await client.GetAsync("/api/v1/probe/things", soon.Token);
                }
                catch (OperationCanceledException) when (soon.IsCancellationRequested)
                {
                    return;
                }
            }

            var things = await (await client.GetAsync("/api/v1/probe/things", cancel)).Read<List<ThingResponse>>();
            Assert.Equal(expected.Where(scope.Contains), things.Select(thing => thing.LevelCode));
        });

        Array.ForEach(clients, entry => entry.Client.Dispose());
    }

    [Fact]
    public async Task The_system_role_sees_all_rows_and_no_role_of_the_service_owns_a_table_or_passes_its_policies()
    {
        await using var system = tree.Service.Databases.Create();

        Assert.Equal(19, await system.Things.CountAsync());
        Assert.Equal(0, await tree.Database.CountAsync("""
            select count(*) from pg_roles r where rolname in ('probe_app', 'probe_system') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb
              or exists (select 1 from pg_class c where c.relowner = r.oid) or pg_has_role(r.oid, 'probe_owner', 'member'))
            """));
    }

    private ProbeDb As(string? scope) => tree.Service.Databases.CreateFor(ProbeService.CallerOf(scope, "probe.*"));
}
