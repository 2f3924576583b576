using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Feed;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Webhooks;

/// <summary>
/// Makes messages of what the change feed tells, read as the app itself would read it: under its scopes, as they are now. The messages and how far the feed was read
/// are written together, by who holds the lease alone, so nothing is told twice or left out however this is broken off.
/// </summary>
internal sealed class WebhookFeeder(FeedCalls feed, SystemDb<GatewayDb> databases, IOptions<WebhookSettings> options, TimeProvider clock)
{
    private const int Together = 500;

    /// <summary>Reads on to the end of the feed, or as far as messages may wait.</summary>
    public async Task FeedAsync(WebhookLease lease, LiveApp app, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && await lease.ReadAsync(stopping) is { PausedAt: null } endpoint)
        {
            await using (var db = databases.Create())
            {
                if (await db.WebhookMessages.CountAsync(m => m.EndpointId == endpoint.Id && m.State == WebhookMessageState.Waiting, stopping) >= options.Value.MostWaiting)
                {
                    return;
                }
            }

            if (!await FeedOnceAsync(lease, endpoint, app, stopping))
            {
                return;
            }
        }
    }

    private async Task<bool> FeedOnceAsync(WebhookLease lease, WebhookEndpoint endpoint, LiveApp app, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var known = endpoint.Cursor is { } cursor ? FeedParts.Of(null, cursor, _ => false).Parts : [];
        var (parts, told, more) = (new List<(FeedType, string)>(), new List<(WebhookPayload Payload, Guid ObjectId)>(), false);
        string? problem = null;
        foreach (var source in WebhookTypes.FeedsOf(endpoint.Types))
        {
            var type = source.Type;
            var from = known.FirstOrDefault(part => part.Type == type).Cursor ?? "";
            if (app.PostFor(source.Resource, AppAccess.Read) is not { } post)
            {
                // Its place is kept; if the scope comes back as it was, nothing has been lost.
                problem = "app.scope";
                Keep(type, from);
                continue;
            }

            var (page, refusal) = await AskAsync(from);
            if (refusal?.Status == StatusCodes.Status410Gone && (await AskAsync("")).Body is { } anew)
            {
                // The new place is taken before the snapshot can be, so what changes between the two is told.
                told.Add((Resync(source, endpoint, refusal.Code, now), endpoint.Id));
                parts.Add((type, anew.Cursor));
                more = true;
            }
            else if (page is null)
            {
                problem = refusal?.Code ?? "service.unavailable";
                Keep(type, from);
            }
            else
            {
                told.AddRange(page.Items.Select(item => (Item: item, Type: WebhookTypes.Of(source, item.Kind)))
                    // What is gone already has its tombstone behind it.
                    .Where(one => endpoint.Types.Contains(one.Type) && (one.Item.Kind != FeedKind.Changed || one.Item.Data is not null))
                    .Select(one => (Payload(one.Type, source, one.Item), one.Item.Id)));
                parts.Add((type, page.Cursor));
                more |= page.More;
            }

            Task<Forwarding.ServiceAnswer<FeedPage<ToldObject>>> AskAsync(string place) =>
                feed.AskAsync<FeedPage<ToldObject>>(post, Texts.Chinese, source, "", endpoint.OrganizationId, place, Together, cancel);
        }

        return await WriteAsync(lease, endpoint, parts, told, problem, now) && more;

        // A part that has never been read has no place yet.
        void Keep(FeedType type, string from)
        {
            if (from.Length > 0)
            {
                parts.Add((type, from));
            }
        }
    }

    /// <returns>Whether it was written: not if the lease was lost, or if the endpoint is not any more what was read for.</returns>
    private static async Task<bool> WriteAsync(
        WebhookLease lease, WebhookEndpoint read, List<(FeedType, string)> parts, List<(WebhookPayload Payload, Guid ObjectId)> told, string? problem, DateTimeOffset now)
    {
        var cursor = parts.Count > 0 ? new FeedParts(parts).ToString() : null;
        if (cursor == read.Cursor && told.Count == 0 && problem == read.FeedProblem && (read.BegunAt is not null || problem is not null))
        {
            return true;
        }

        return await lease.ChangeAsync(async (db, endpoint) =>
        {
            if (endpoint.Version != read.Version)
            {
                return;
            }

            foreach (var type in told.Where(one => one.Payload.Type == WebhookTypes.Resync).Select(one => one.Payload.Data.Types + "."))
            {
                var waiting = await db.WebhookMessages.Where(m => m.EndpointId == endpoint.Id && m.State == WebhookMessageState.Waiting && m.Type.StartsWith(type)).ToListAsync();
                waiting.ForEach(message => message.Superseded(now));
            }

            db.WebhookMessages.AddRange(told.Select((one, n) => WebhookMessage.Of(endpoint, endpoint.Written + n + 1, one.Payload, one.ObjectId, now)));
            if (cursor is null)
            {
                endpoint.CannotFeed(problem!);
            }
            else
            {
                endpoint.Fed(cursor, told.Count, problem, now);
            }
        }) is { } written && written.Version == read.Version;
    }

    private static WebhookPayload Payload(string name, FeedSource source, FeedItem<ToldObject> item) => new(
        Guid.CreateVersion7(), name, item.Version, item.At,
        new(item.Id, source.Type == FeedType.Organization ? item.Data?.Code : null, item.Kind == FeedKind.Changed ? null : item.Kind, Link: $"{source.Path}/{item.Id}"));

    private static WebhookPayload Resync(FeedSource source, WebhookEndpoint endpoint, string reason, DateTimeOffset now)
    {
        var (name, under) = (source.Name, endpoint.OrganizationId is { } id ? $"&under={id}" : "");
        return new(Guid.CreateVersion7(), WebhookTypes.Resync, null, now, new(Reason: reason, Types: name, Link: $"/api/v1/changes/snapshot?types={name}{under}"));
    }

    /// <summary>Of what the feed tells of an object, the part that a message may say; nothing else of it is so much as read.</summary>
    internal sealed record ToldObject(string? Code = null);
}
