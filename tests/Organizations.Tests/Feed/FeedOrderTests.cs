using System.Collections.Concurrent;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Organizations.Tests.Feed;

/// <summary>T79: a thousand transactions commit in any order or are rolled back, while the feed is read.</summary>
public sealed class FeedOrderTests(OrganizationsApp app) : IClassFixture<OrganizationsApp>
{
    private const int Transactions = 1000;
    private const int AtOnce = 24;
    private const int Organizations = 60;

    [Fact]
    public async Task While_a_thousand_transactions_commit_in_any_order_each_change_is_read_once_and_none_is_skipped()
    {
        var root = await app.Registered("样例市委", null, OrganizationKind.Committee, "governmentOrgan");
        var ids = new List<Guid>();
        for (var n = 0; n < Organizations; n++)
        {
            ids.Add((await app.Registered($"样例支部{n}", root.Id)).Id);
        }

        ids.Sort();
        using var client = app.As("0", "organizations.read");
        var cursor = (await Page(client, null, 1)).Cursor;
        // Not touched by the service itself: each entry is a version that was committed.
        var committed = new ConcurrentBag<(Guid Id, int Version)>();
        var rolledBack = 0;
        var next = -1;
        var pages = 0;
        var writing = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(WriteAsync)));

        var read = new List<FeedItem<OrganizationResponse>>();
        for (var atEnd = false; !atEnd; Interlocked.Increment(ref pages))
        {
            var over = writing.IsCompleted;
            // At the end of the feed, where a late commit could be overtaken, and behind it, where a page is full.
            var page = await Page(client, cursor, pages % 4 == 3 ? 7 : 1000);
            read.AddRange(page.Items);
            cursor = page.Cursor;
            atEnd = over && !page.More && page.Items.Count == 0;
        }

        await writing;
        Assert.True(rolledBack > 50, $"Only {rolledBack} were rolled back.");
        Assert.True(pages > 10, $"{pages} pages");

        // Exactly once, and without a gap in the numbers.
        Assert.Equal(committed.Order(), read.Select(item => (item.Id, item.Version)).Order());
        Assert.Equal(Enumerable.Range(0, read.Count).Select(n => read[0].Position + n), read.Select(item => item.Position));
        // Each object's changes in the order of their commits, each told with a state that is at least as new.
        Assert.All(read.GroupBy(item => item.Id), item => Assert.Equal(item.Select(change => change.Version).Order(), item.Select(change => change.Version)));
        Assert.All(read, item => Assert.InRange(item.Data!.Version, item.Version, int.MaxValue));

        // A run in which everything was committed in the order in which it was written would show nothing.
        var overtaken = (await app.RowsAsync(
            "select count(*) from (select seq, max(seq) over (order by position rows between unbounded preceding and 1 preceding) as highest from change_sets) x where seq < highest", row => row.GetInt64(0)))[0];
        Assert.True(overtaken > 50, $"Only {overtaken} committed after what was written later: the test shows nothing.");

        async Task WriteAsync()
        {
            await using var connection = new NpgsqlConnection(app.Database.AdminConnectionString);
            await connection.OpenAsync();
            for (int number; (number = Interlocked.Increment(ref next)) < Transactions;)
            {
                var random = new Random(number);
                await using var transaction = await connection.BeginTransactionAsync();
                var written = new List<(Guid Id, int Version)>();
                // In the order of their ids, so that no two wait for each other.
                foreach (var id in Enumerable.Range(0, random.Next(1, 4)).Select(_ => ids[random.Next(ids.Count)]).Distinct().Order())
                {
                    await using var update = new NpgsqlCommand(
                        "with u as (update party_organizations set name = name || '。', version = version + 1 where id = $1 returning version) select version, pg_sleep($2) from u", connection, transaction);
                    written.Add((id, (int)(await update.With(id, random.NextDouble() * 0.01).ExecuteScalarAsync())!));
                }

                if (number % 10 == 0)
                {
                    var added = Guid.CreateVersion7();
                    await using var insert = new NpgsqlCommand("""
                        insert into party_organizations (id, code, level_code, name, kind, domain_type, parent_id, status, version)
                        values ($1, $2, $3 || app.child_code('', 1000 + $4), '样例新支部', 'branch', 'village', $5, 'active', 1)
                        """, connection, transaction);
                    await insert.With(added, added.ToString(), root.LevelCode, number / 10, root.Id).ExecuteNonQueryAsync();
                    written.Add((added, 1));
                }

                // Every third is open while a page is read, so that what others wrote after it overtakes it, however slow the reader is.
                for (var seen = Volatile.Read(ref pages); number % 3 == 0 && Volatile.Read(ref pages) == seen;)
                {
                    await Task.Delay(1);
                }

                if (random.Next(10) == 0)
                {
                    await transaction.RollbackAsync();
                    Interlocked.Increment(ref rolledBack);
                }
                else
                {
                    await transaction.CommitAsync();
                    written.ForEach(committed.Add);
                }
            }
        }
    }

    private static async Task<FeedPage<OrganizationResponse>> Page(HttpClient client, string? cursor, int limit) =>
        await (await client.GetAsync($"/api/v1/organizations/feed?limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}")).Read<FeedPage<OrganizationResponse>>();
}
