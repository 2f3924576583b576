using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Webhooks;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>A gateway that may send to a receiver of the test's, with services behind it whose feeds the test writes.</summary>
public class WebhookGateway : GatewayApp
{
    /// <summary>May be reached on the loopback.</summary>
    public const string Allowed = "portal.test";

    /// <summary>Is on the list, and may be reached at public addresses alone.</summary>
    public const string PublicOnly = "public.test";

    private int webhooks;

    public WebhookReceiver Receiver { get; private set; } = null!;

    public WrittenFeed Organizations { get; } = new();

    public WrittenFeed Members { get; } = new();

    public WrittenFeed Cases { get; } = new();

    public WrittenFeed Pairs { get; } = new();

    /// <summary>What names stand for.</summary>
    public ConcurrentDictionary<string, IPAddress[]> Names { get; } = new()
    {
        [Allowed] = [IPAddress.Loopback],
        [PublicOnly] = [IPAddress.Parse("93.184.215.14")],
    };

    public string Host => $"http://{Allowed}:{Receiver.Port}";

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        .. base.Settings,
        ("Webhooks:Poll", "00:00:00.2"), ("Webhooks:Lease", "00:00:03"), ("Webhooks:FailuresToOpen", "4"), ("Webhooks:Timeout", "00:00:20"),
        ("Webhooks:Targets:0:Host", Allowed), ("Webhooks:Targets:0:Port", Text(Receiver.Port)), ("Webhooks:Targets:0:Http", "true"), ("Webhooks:Targets:0:Networks:0", "127.0.0.0/8"),
        ("Webhooks:Targets:1:Host", PublicOnly), ("Webhooks:Targets:1:Port", Text(Receiver.Port)), ("Webhooks:Targets:1:Http", "true"),
        ("Webhooks:Targets:2:Host", "127.0.0.1"), ("Webhooks:Targets:2:Port", Text(Receiver.Port)), ("Webhooks:Targets:2:Http", "true"), ("Webhooks:Targets:2:Networks:0", "127.0.0.1/32"),
        ("Webhooks:Targets:3:Host", ".example.gov.cn"),
    ];

    public override async Task InitializeAsync()
    {
        Receiver = await WebhookReceiver.StartAsync();
        await base.InitializeAsync();
        Behind["organizations"].Scripts["/api/v1/organizations/feed"] = Organizations.Answer;
        Behind["members"].Scripts["/api/v1/members/feed"] = Members.Answer;
        Behind["assessment"].Scripts["/api/v1/assessment/rectifications/feed"] = Cases.Answer;
        Behind["pairing"].Scripts["/api/v1/pairing/pairs/feed"] = Pairs.Answer;
    }

    public override async Task DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>A webhook of an app of its own, told of a subtree of its own, whose messages come under a path of its own.</summary>
    internal async Task<TestWebhook> HasWebhookAsync(string[]? types = null, string? url = null)
    {
        var number = Interlocked.Increment(ref webhooks);
        var organization = await HasOrganizationAsync($"00z{number:000}");
        var app = await SignedApp.RegisterAsync(this, [.. Enum.GetValues<AppResource>().Select(resource => new AppScopeItem(resource, AppAccess.Read))]);
        using var admin = await AdminAsync();
        var path = $"/hook/{number}";
        var answer = await admin.PostAsJsonAsync(
            $"/api/v1/apps/{app.App.Id}/webhooks", new AddWebhookRequest(url ?? Host + path, types ?? ["organization.updated", "organization.deleted", "member.updated", "member.deleted"], organization), Wire.Json);
        var added = await answer.Read<NewWebhookSecretResponse>(HttpStatusCode.Created);
        return new(this, app.App.Id, added.Webhook.Id, path, organization, added.Secret);
    }

    /// <summary>How a gateway of the same settings begins as a process of its own; it goes by the real clock.</summary>
    /// <param name="changed">Settings that differ.</param>
    protected ProcessStartInfo StartInfo(params (string Name, string? Value)[] changed)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PartyCloud.Gateway.dll"), "--urls", "http://127.0.0.1:0", "--contentRoot", AppContext.BaseDirectory]);
        foreach (var (name, value) in SettingsWith("amqp://none:none@127.0.0.1:1/").Append(("Logging:LogLevel:MassTransit", "None")).Concat(changed))
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    protected override void Configure(IServiceCollection services) => services.Configure<WebhookSettings>(settings =>
        settings.Resolve = (host, _) => Task.FromResult(Names.TryGetValue(host, out var addresses) ? addresses : throw new System.Net.Sockets.SocketException(11001)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A service's feed as the test writes it: told apart by the subtree that is asked for, and with cursors as long as those of the services.</summary>
public sealed class WrittenFeed
{
    private readonly List<(Guid Under, FeedItem<Data> Item)> items = [];
    private long clearedTo;

    public void Write(Guid under, Guid id, int version, FeedKind kind = FeedKind.Changed, string? code = null)
    {
        lock (items)
        {
            items.Add((under, new(items.Count + 1, new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero), id, version, kind,
                kind == FeedKind.Changed ? new(code ?? "c1", "样例姓名", "110105********0010", "138****0000") : null)));
        }
    }

    /// <summary>As after 30 days: whoever has not read up to here begins anew.</summary>
    public void Clear()
    {
        lock (items)
        {
            clearedTo = items.Count;
        }
    }

    public (int Status, string Answer) Answer(IQueryCollection query)
    {
        lock (items)
        {
            if (query["cursor"].ToString() is not { Length: > 0 } cursor)
            {
                return (200, Page([], items.Count, false));
            }

            var after = long.Parse(cursor, CultureInfo.InvariantCulture);
            if (after < clearedTo)
            {
                return (410, JsonSerializer.Serialize(new Problem("urn:x", "x", 410, "x", "/", "changes.too-old", null), Wire.Json));
            }

            var (under, limit) = (Guid.Parse(query["under"].ToString()), int.Parse(query["limit"].ToString(), CultureInfo.InvariantCulture));
            var page = items.Where(one => one.Under == under && one.Item.Position > after).Take(limit).Select(one => one.Item).ToList();
            return (200, Page(page, page.Count == limit ? page[^1].Position : items.Count, page.Count == limit));
        }
    }

    private static string Page(IReadOnlyList<FeedItem<Data>> page, long position, bool more) =>
        JsonSerializer.Serialize(new FeedPage<Data>(page, position.ToString("D22", CultureInfo.InvariantCulture), more), Wire.Json);

    /// <summary>As much of an object as could give somebody away.</summary>
    private sealed record Data(string Code, string Name, string IdNumber, string Phone);
}

/// <summary>A webhook, and what has come of it.</summary>
internal sealed class TestWebhook(WebhookGateway gateway, Guid app, Guid id, string path, Guid organization, string secret) : IAsyncDisposable
{
    public string Url => $"/api/v1/apps/{app}/webhooks/{id}";

    public Guid App => app;

    public Guid Id => id;

    public Guid Organization => organization;

    public string Secret => secret;

    public IReadOnlyList<Received> Received => gateway.Receiver.Under(path);

    public void Answers(Func<Received, HttpContext, Task> answer) => gateway.Receiver.Answers[path] = answer;

    public void Answers(int status) => Answers((_, context) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public void Changed(Guid organization, int version, FeedKind kind = FeedKind.Changed) => gateway.Organizations.Write(Organization, organization, version, kind);

    /// <summary>From now on what is written is told.</summary>
    public Task BegunAsync() => Eventually.Holds(async () => (await ReadAsync()).BegunAt is not null);

    public async Task<WebhookResponse> ReadAsync()
    {
        using var admin = await gateway.AdminAsync();
        return await (await admin.GetAsync(Url)).Read<WebhookResponse>();
    }

    public async Task<WebhookResponse> EventuallyAsync(Func<WebhookResponse, bool> holds)
    {
        WebhookResponse? read = null;
        await Eventually.Passes(async () => Assert.True(holds(read = await ReadAsync()), $"{read}"));
        return read!;
    }

    public async Task<List<WebhookMessageItem>> MessagesAsync(WebhookMessageState? state = null)
    {
        using var admin = await gateway.AdminAsync();
        var query = state is { } one ? $"?state={JsonNamingPolicy.CamelCase.ConvertName(one.ToString())}" : "";
        return [.. (await (await admin.GetAsync($"{Url}/messages{query}")).Read<Page<WebhookMessageItem>>()).Items];
    }

    public async Task<HttpResponseMessage> PostAsync<T>(string route, T body)
    {
        using var admin = await gateway.AdminAsync();
        return await admin.PostAsJsonAsync(Url + route, body, Wire.Json);
    }

    public async ValueTask DisposeAsync()
    {
        using var admin = await gateway.AdminAsync();
        await admin.DeleteAsync(Url);
    }
}
