using System.Net;

namespace PartyCloud.Conformance;

/// <summary>What a portal must bear, on request, and a clock that stands still.</summary>
internal static class FaultChecks
{
    private const string Me = "/api/v1/apps/me";
    private const string Organizations = "/api/v1/organizations";

    public static Check[] All { get; } =
    [
        new("fault.too-many", "限流：按 Retry-After 重试", portal => PassesAsync(portal, "too-many", HttpStatusCode.TooManyRequests)),
        new("fault.unavailable", "服务暂不可用：重试", portal => PassesAsync(portal, "unavailable", HttpStatusCode.ServiceUnavailable)),
        new("fault.cut", "连接中断：重试", async portal => Expect.Status(HttpStatusCode.OK, await portal.RetryAsync(HttpMethod.Get, Me, null, Fault("cut", times: 2)))),
        new("fault.lost-answer", "已办理但应答丢失：凭幂等键只办一次", async portal =>
        {
            var name = $"沙箱应答丢失支部{Guid.CreateVersion7():N}（生成）";
            var root = (await portal.ListAsync(Organizations, 200)).Find(organization => (string?)organization["kind"] == "committee");
            var body = new { name, kind = "branch", domainType = "village", parentId = (string?)root?["id"] };
            Expect.Status(HttpStatusCode.Created, await portal.RetryAsync(HttpMethod.Post, Organizations, body, Fault("lost-answer", times: 1)));
            Expect.Same(1, (await portal.ListAsync(Organizations, 200)).Count(organization => (string?)organization["name"] == name), "Organizations of that name");
        }),
        new("fault.resync", "游标失效：重新取快照", async portal =>
            Expect.Refused(HttpStatusCode.Gone, "feed.resync", await portal.GetAsync("/api/v1/changes", Fault("resync")))),
        new("fault.unknown", "未知故障名", async portal => Expect.Status(HttpStatusCode.BadRequest, await portal.GetAsync(Me, Fault("no-such-fault")))),
        new("clock", "固定时钟", async portal =>
        {
            var branch = (await portal.ListAsync(Organizations, 200)).Find(organization => (string?)organization["kind"] == "branch") ?? throw new NotMetException("A branch expected");
            // Not refused for the number, which is wrong both times: for the date, which lies ahead on the first day and not on the second.
            var body = new { organizationId = (string?)branch["id"], idNumber = "1", name = "沙箱党员（生成）", joinedOn = "2020-07-01" };
            var (before, after) = (await portal.PostAsync("/api/v1/members", body, At("2020-06-30T23:59:59+08:00")), await portal.PostAsync("/api/v1/members", body, At("2020-07-01T00:00:00+08:00")));
            Expect.Same(("idNumber joinedOn", "idNumber"), (FieldsOf(before), FieldsOf(after)), "The fields at fault the day before, and on the day");
            Expect.Status(HttpStatusCode.BadRequest, await portal.GetAsync("/api/v1/members?limit=1", At("yesterday")));
        }),
    ];

    private static async Task PassesAsync(SandboxPortal portal, string fault, HttpStatusCode status)
    {
        var refused = await portal.GetAsync(Me, Fault(fault));
        Expect.Status(status, refused);
        Expect.That(refused.Headers.RetryAfter is not null, "Retry-After expected");
        Expect.Status(HttpStatusCode.OK, await portal.RetryAsync(HttpMethod.Get, Me, null, Fault(fault, times: 2)));
    }

    private static (string Name, string Value) Fault(string name, int? times = null) =>
        ("X-Pc-Sandbox-Fault", times is null ? name : $"{name}; times={times}; id={Guid.CreateVersion7():N}");

    private static (string Name, string Value) At(string moment) => ("X-Pc-Sandbox-Clock", moment);

    private static string FieldsOf(Answer answer)
    {
        Expect.Status(HttpStatusCode.BadRequest, answer);
        return string.Join(' ', answer.Body!["errors"]!.AsArray().Select(error => (string)error!["field"]!).Order(StringComparer.Ordinal));
    }
}
