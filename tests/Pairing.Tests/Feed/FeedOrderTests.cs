using System.Collections.Concurrent;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Tests.Feed;

/// <summary>Pairs have two places: transactions commit in any order or are rolled back, sides move to and fro, and the feed is read from every side.</summary>
public sealed class FeedOrderTests(PairingApp app) : IClassFixture<PairingApp>
{
    private const int Transactions = 400;
    private const int AtOnce = 12;
    private const int Pairs = 30;

    [Fact]
    public async Task While_hundreds_of_transactions_commit_in_any_order_each_reader_misses_nothing_and_a_copy_of_snapshot_and_feed_is_what_the_lists_show()
    {
        var county = await app.HasCounty();
        var programme = (await county.HasProgramme()).Id;
        var ids = new List<Guid>();
        for (var n = 0; n < Pairs; n++)
        {
            ids.Add((await county.Formed(programme, await county.HasVillage(), n % 3 == 0 ? await county.HasVillage() : await county.HasBureau())).Id);
        }

        ids.Sort();
        var (town, bureaus) = (county.LevelCode + "00t", county.LevelCode + "00b");
        var whole = await FeedReader.BeginAsync(app, county.LevelCode);
        var committed = new ConcurrentBag<(Guid Id, int Version)>();
        var (next, rolledBack) = (-1, 0);
        var writing = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(WriteAsync)));
        var copies = await Task.WhenAll(new[] { town, bureaus, county.LevelCode, $"{bureaus},{town}", county.LevelCode + "00u" }.Select(scope => CopyAsync(app.As(scope, "pairing.read"))));
        var read = await FollowAsync(whole, _ => { });
        await writing;

        Assert.True(rolledBack > 20, $"Only {rolledBack} were rolled back.");
        // Who reaches every place hears of each committed version exactly once, and each pair's in the order of their commits.
        Assert.Equal(committed.Order(), read.Select(item => (item.Id, item.Version)).Order());
        Assert.All(read.GroupBy(item => item.Id), item => Assert.Equal(item.Select(change => change.Version).Order(), item.Select(change => change.Version)));
        Assert.All(read, item => Assert.Equal(FeedKind.Changed, item.Kind));
        foreach (var (reader, copy) in copies)
        {
            Assert.Equal(await reader.ListedAsync(), copy.Values.OrderBy(pair => pair.Id));
        }

        Assert.Contains(copies, one => one.Copy.Count is > 0 and < Pairs);

        async Task<(FeedReader Reader, Dictionary<Guid, PairResponse> Copy)> CopyAsync(HttpClient client)
        {
            var reader = new FeedReader(client);
            var copy = (await reader.SnapshotAsync(limit: 3)).GroupBy(pair => pair.Id).ToDictionary(pair => pair.Key, pair => pair.Last());
            await FollowAsync(reader, item =>
            {
                if (item is { Kind: FeedKind.Changed, Data: { } data })
                {
                    copy[item.Id] = data;
                }
                else if (item.Kind != FeedKind.Changed)
                {
                    copy.Remove(item.Id);
                }
            });
            return (reader, copy);
        }

        async Task<List<FeedItem<PairResponse>>> FollowAsync(FeedReader reader, Action<FeedItem<PairResponse>> apply)
        {
            var all = new List<FeedItem<PairResponse>>();
            for (var (over, pages) = (false, 0); !over; pages++)
            {
                var ended = writing.IsCompleted;
                var page = await reader.PageAsync(pages % 4 == 3 ? 7 : 1000);
                all.AddRange(page.Items);
                page.Items.ToList().ForEach(apply);
                over = ended && !page.More && page.Items.Count == 0;
            }

            return all;
        }

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
                    var side = random.Next(2) == 0 ? "need" : "helper";
                    await using var update = new NpgsqlCommand(
                        $"with u as (update pairs set {side}_level_code = $2, visits = visits + 1, version = version + 1 where id = $1 returning version) select version, pg_sleep($3) from u", connection, transaction);
                    var place = county.LevelCode + ((string[])["00t", "00b", "00u"])[random.Next(3)] + random.Next(100, 999);
                    written.Add((id, (int)(await update.With(id, place, random.NextDouble() * 0.01).ExecuteScalarAsync())!));
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
}
