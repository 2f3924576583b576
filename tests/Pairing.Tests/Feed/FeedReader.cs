using System.Net;
using PartyCloud.Contracts;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Testing;

namespace PartyCloud.Pairing.Tests.Feed;

/// <summary>Reads on from a place in the feed of pairs.</summary>
internal sealed record FeedReader(HttpClient Client, Guid? Under = null)
{
    public string Cursor { get; set; } = "";

    public static async Task<FeedReader> BeginAsync(PairingApp app, string scope, Guid? under = null)
    {
        var reader = new FeedReader(app.As(scope, "pairing.read"), under);
        await reader.ReadAsync();
        return reader;
    }

    public Task<HttpResponseMessage> AskAsync(int limit = 1000) =>
        Client.GetAsync($"/api/v1/pairing/pairs/feed?limit={limit}{(Under is null ? "" : $"&under={Under}")}{(Cursor.Length == 0 ? "" : $"&cursor={Cursor}")}");

    public async Task<FeedPage<PairResponse>> PageAsync(int limit = 1000)
    {
        var page = await (await AskAsync(limit)).Read<FeedPage<PairResponse>>();
        Cursor = page.Cursor;
        return page;
    }

    public async Task<IReadOnlyList<FeedItem<PairResponse>>> ReadAsync() => (await PageAsync()).Items;

    /// <summary>All that the snapshot tells, in its order; the reader stands where the feed goes on from there.</summary>
    public async Task<List<PairResponse>> SnapshotAsync(int limit)
    {
        var all = new List<PairResponse>();
        FeedSnapshot<PairResponse>? page = null;
        while (page is null or { Next: not null })
        {
            page = await (await Client.GetAsync(
                $"/api/v1/pairing/pairs/feed/snapshot?limit={limit}{(Under is null ? "" : $"&under={Under}")}{(page is null ? "" : $"&cursor={page.Next}")}")).Read<FeedSnapshot<PairResponse>>();
            Assert.InRange(page.Items.Count, page.Next is null ? 0 : limit, limit);
            all.AddRange(page.Items);
        }

        Cursor = page.Feed!;
        return all;
    }

    /// <summary>What the lists show to the same reader: by the need's side and by the helper's.</summary>
    public async Task<List<PairResponse>> ListedAsync()
    {
        var listed = new Dictionary<Guid, PairResponse>();
        foreach (var side in (string[])["need", "helper"])
        {
            for (Page<PairResponse>? page = null; page is null or { Next: not null };)
            {
                page = await (await Client.GetAsync(
                    $"/api/v1/pairing/pairs?limit=200&side={side}{(Under is null ? "" : $"&under={Under}")}{(page is null ? "" : $"&cursor={page.Next}")}")).Read<Page<PairResponse>>();
                foreach (var pair in page.Items)
                {
                    listed[pair.Id] = pair;
                }
            }
        }

        return [.. listed.Values.OrderBy(pair => pair.Id)];
    }
}

internal static class FeedSamples
{
    public static async Task<PairResponse> Formed(this County county, Guid programme, Guid need, Guid helper)
    {
        await county.HasNeeds(programme, new NeedRequest("poor", need));
        await county.HasHelpers(programme, new HelperRequest("economic", helper));
        var (needId, helperId) = ((await county.Needs(programme)).Single(row => row.OrganizationId == need).Id, (await county.Helpers(programme)).Single(row => row.OrganizationId == helper).Id);
        return await (await county.Post($"programmes/{programme}/pairs", new FormPairRequest(needId, helperId, "县委确定", new DateOnly(2026, 6, 1)))).Read<PairResponse>(HttpStatusCode.Created);
    }

    public static OrganizationState At(this Guid organization, string levelCode, int version = 2, string? name = null) =>
        new(organization, version, $"M{organization}", levelCode, name ?? "样例支部", OrganizationKind.Branch, "village", null, null, OrganizationStatus.Active, null);
}
