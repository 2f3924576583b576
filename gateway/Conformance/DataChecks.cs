using System.Net;
using System.Text.Json.Nodes;

namespace PartyCloud.Conformance;

/// <summary>What a portal reads and writes, in its own tenant.</summary>
internal static class DataChecks
{
    private const string Organizations = "/api/v1/organizations";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Check[] All { get; } =
    [
        new("tenant.reset", "重置租户", async portal =>
        {
            var before = await TenantAsync(portal);
            var made = await TenantAsync(portal);
            Expect.Same((int)made["organizations"]!, (await portal.ListAsync(Organizations, 200)).Count, "Organizations within reach");
            Expect.Same((int)made["members"]!, (await portal.ListAsync("/api/v1/members", 200)).Count, "Members within reach");
            Expect.Status(HttpStatusCode.NotFound, await portal.GetAsync($"{Organizations}/{before["organizationId"]}"));
        }),
        new("list.pages", "逐页读取", async portal =>
        {
            var whole = await portal.ListAsync("/api/v1/members", 200);
            var paged = await portal.ListAsync("/api/v1/members", 7);
            Expect.That(Ids(paged).SequenceEqual(Ids(whole)), $"{whole.Count} members in one order expected, {paged.Count} in pages of 7");
        }),
        new("problem.words", "错误的字段和中英文说明", async portal =>
        {
            var (chinese, english) = (await portal.GetAsync("/api/v1/members?limit=0", ("Accept-Language", "zh-CN")), await portal.GetAsync("/api/v1/members?limit=0", ("Accept-Language", "en")));
            Expect.Status(HttpStatusCode.BadRequest, chinese);
            Expect.Same("limit", (string?)chinese.Body!["errors"]![0]!["field"], "The field at fault");
            Expect.That((string?)chinese.Body["title"] != (string?)english.Body!["title"], "Titles in two languages expected");
            Expect.That((string?)chinese.Body["traceId"] is { Length: > 0 }, "A traceId expected");
        }),
        new("idempotency", "幂等键（T78）", async portal =>
        {
            var root = (string)(await RootAsync(portal))["id"]!;
            var key = ("Idempotency-Key", Guid.CreateVersion7().ToString());
            var body = new { name = "沙箱幂等支部（生成）", kind = "branch", domainType = "village", parentId = root };
            var (first, again) = (await portal.PostAsync(Organizations, body, key), await portal.PostAsync(Organizations, body, key));
            Expect.Status(HttpStatusCode.Created, first);
            Expect.Same((first.Status, (string?)first.Body!["id"]), (again.Status, (string?)again.Body?["id"]), "The second answer");
            Expect.Status(HttpStatusCode.UnprocessableEntity, await portal.PostAsync(Organizations, body with { name = "沙箱另一支部（生成）" }, key));
            Expect.Same(1, (await portal.ListAsync(Organizations, 200)).Count(organization => (string?)organization["name"] == body.name), "Organizations of that name");
        }),
        new("concurrency", "ETag 与 If-Match", async portal =>
        {
            var target = $"{Organizations}/{(await RootAsync(portal))["id"]}";
            var tag = (await portal.GetAsync(target)).Headers.ETag?.Tag;
            Expect.That(tag is not null, "An ETag expected");
            Expect.Status(HttpStatusCode.OK, await portal.PatchAsync(target, new { unitName = "沙箱单位一（生成）" }, ("If-Match", tag!)));
            Expect.Status(HttpStatusCode.PreconditionFailed, await portal.PatchAsync(target, new { unitName = "沙箱单位二（生成）" }, ("If-Match", tag!)));
        }),
        new("batch", "批量读写", async portal =>
        {
            var root = (string)(await RootAsync(portal))["id"]!;
            var known = (await portal.ListAsync(Organizations, 200)).ConvertAll(organization => (string)organization["id"]!);
            var read = await portal.PostAsync($"{Organizations}/batch-get", new { ids = known });
            Expect.Status(HttpStatusCode.OK, read);
            Expect.Same(known.Count, read.Body!["items"]!.AsArray().Count, "Organizations read");
            var written = await portal.PostAsync($"{Organizations}/batch-register", new
            {
                items = new[] { new { name = "沙箱批量支部（生成）", kind = "branch", domainType = "village", parentId = root }, new { name = " ", kind = "branch", domainType = "village", parentId = root } },
            });
            Expect.Same((1, 1), ((int)written.Body!["done"]!, (int)written.Body["refused"]!), "Done and refused");
            Expect.Same("name", (string?)written.Body["items"]![1]!["problem"]!["errors"]![0]!["field"], "The field at fault in the second item");
        }),
        new("sync", "快照与变更流", async portal =>
        {
            var copy = new Dictionary<string, int>();
            string? changes = null;
            for (string? next = ""; next is not null;)
            {
                var page = await portal.GetAsync("/api/v1/changes/snapshot?limit=10" + (next.Length > 0 ? "&cursor=" + Uri.EscapeDataString(next) : ""));
                Expect.Status(HttpStatusCode.OK, page);
                foreach (var item in page.Body!["items"]!.AsArray())
                {
                    copy[(string)item!["id"]!] = (int)item["version"]!;
                }

                (next, changes) = ((string?)page.Body["next"], (string?)page.Body["changes"]);
            }

            var root = await RootAsync(portal);
            var added = await portal.PostAsync(Organizations, new { name = "沙箱同步支部（生成）", kind = "branch", domainType = "village", parentId = (string)root["id"]! });
            Expect.Status(HttpStatusCode.Created, added);
            var until = TimeProvider.System.GetUtcNow() + Patience;
            while (!copy.ContainsKey((string)added.Body!["id"]!))
            {
                Expect.That(TimeProvider.System.GetUtcNow() < until, "The feed does not tell of what was registered");
                var page = await portal.GetAsync("/api/v1/changes?cursor=" + Uri.EscapeDataString(changes!));
                Expect.Status(HttpStatusCode.OK, page);
                foreach (var item in page.Body!["items"]!.AsArray())
                {
                    copy[(string)item!["id"]!] = (int)item["version"]!;
                }

                changes = (string)page.Body["cursor"]!;
                await Task.Delay(100);
            }

            var there = await portal.ListAsync(Organizations, 200);
            there.AddRange(await portal.ListAsync("/api/v1/members", 200));
            Expect.That(there.Count == copy.Count && there.TrueForAll(item => copy.GetValueOrDefault((string)item["id"]!) == (int)item["version"]!), $"{there.Count} objects expected as they are, {copy.Count} in the copy");
        }),
        new("codes", "代码表", async portal =>
        {
            var lists = await portal.GetAsync("/api/v1/members/code-lists");
            Expect.Status(HttpStatusCode.OK, lists);
            Expect.That(lists.Body!.AsArray().Count > 0, "Code lists expected");
            Expect.Status(HttpStatusCode.OK, await portal.GetAsync("/api/v1/members/problem-codes"));
        }),
    ];

    private static IEnumerable<string> Ids(IEnumerable<JsonNode> items) => items.Select(item => (string)item["id"]!);

    private static async Task<JsonNode> TenantAsync(SandboxPortal portal)
    {
        var answer = await portal.PostAsync("/api/v1/sandbox/tenant", null);
        Expect.Status(HttpStatusCode.Created, answer);
        return answer.Body!;
    }

    private static async Task<JsonNode> RootAsync(SandboxPortal portal) =>
        (await portal.ListAsync(Organizations, 200)).Find(organization => (string?)organization["kind"] == "committee") ?? throw new NotMetException("A committee of the app's own expected");
}
