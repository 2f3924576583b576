using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Webhooks;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>Webhooks to a real receiver: what arrives, in which order, how often, and what keeps them from arriving.</summary>
public sealed class WebhookTests(WebhookGateway gateway) : IClassFixture<WebhookGateway>
{
    [Fact]
    public async Task A_change_arrives_signed_with_its_link_and_with_nothing_of_a_person()
    {
        await using var hook = await gateway.HasWebhookAsync();
        await hook.BegunAsync();
        var (organization, member, gone) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

        gateway.Organizations.Write(hook.Organization, organization, 7, code: "001002003");
        gateway.Members.Write(hook.Organization, member, 2);
        gateway.Members.Write(hook.Organization, gone, 5, FeedKind.Closed);
        await Eventually.Holds(() => hook.Received.Count == 3);

        Assert.All(hook.Received, one =>
        {
            Assert.True(one.Fits(hook.Secret, gateway.Clock.GetUtcNow()));
            Assert.Equal(("POST", one.Id), (one.Method, one.Json["id"]!.GetValue<string>()));
            var text = System.Text.Encoding.UTF8.GetString(one.Body);
            Assert.All((string[])["样例姓名", "110105", "138"], personal => Assert.DoesNotContain(personal, text, StringComparison.Ordinal));
            Assert.DoesNotContain("Cookie", one.Headers.Keys, StringComparer.OrdinalIgnoreCase);
            Assert.DoesNotContain("Authorization", one.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        });
        var told = hook.Received.ToDictionary(one => one.About!.Value);
        Assert.Equal(("organization.updated", 7, "001002003"), (told[organization].Type, told[organization].Version!.Value, told[organization].Json["data"]!["code"]!.GetValue<string>()));
        Assert.Equal($"/api/v1/organizations/{organization}", told[organization].Json["data"]!["link"]!.GetValue<string>());
        Assert.Equal(("member.updated", $"/api/v1/members/{member}"), (told[member].Type, told[member].Json["data"]!["link"]!.GetValue<string>()));
        Assert.Null(told[member].Json["data"]!["code"]);
        Assert.Equal(("member.deleted", "closed"), (told[gone].Type, told[gone].Json["data"]!["kind"]!.GetValue<string>()));
        var shown = await hook.EventuallyAsync(webhook => webhook.Waiting == 0 && webhook.LastSuccessAt is not null);
        Assert.Equal((WebhookState.Active, WebhookBreaker.Closed, 0, 0), (shown.State, shown.Breaker, shown.Failures, shown.Dead));
    }

    [Fact]
    public async Task Cases_and_pairs_are_told_with_their_links_and_nothing_of_what_they_hold()
    {
        await using var hook = await gateway.HasWebhookAsync(["rectification.updated", "pair.updated", "pair.deleted"]);
        await hook.BegunAsync();
        var (rectification, pair) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        gateway.Cases.Write(hook.Organization, rectification, 4);
        gateway.Pairs.Write(hook.Organization, pair, 2, FeedKind.OutOfReach);
        gateway.Cases.Write(hook.Organization, Guid.CreateVersion7(), 5, FeedKind.OutOfReach);
        await Eventually.Holds(() => hook.Received.Count == 2);

        var told = hook.Received.ToDictionary(one => one.About!.Value);
        Assert.Equal(("rectification.updated", $"/api/v1/assessment/rectifications/{rectification}"), (told[rectification].Type, told[rectification].Json["data"]!["link"]!.GetValue<string>()));
        Assert.Equal(("pair.deleted", "outOfReach", $"/api/v1/pairing/pairs/{pair}"),
            (told[pair].Type, told[pair].Json["data"]!["kind"]!.GetValue<string>(), told[pair].Json["data"]!["link"]!.GetValue<string>()));
        Assert.All(hook.Received, one => Assert.Null(one.Json["data"]!["code"]));
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_told()
    {
        await using var hook = await gateway.HasWebhookAsync(["organization.deleted"]);
        await hook.BegunAsync();
        var organization = Guid.CreateVersion7();

        hook.Changed(organization, 1);
        gateway.Members.Write(hook.Organization, Guid.CreateVersion7(), 1);
        hook.Changed(organization, 2, FeedKind.OutOfReach);
        await Eventually.Holds(() => hook.Received.Count > 0);

        Assert.Equal(("organization.deleted", 2), (Assert.Single(hook.Received).Type, hook.Received[0].Version!.Value));
        Assert.Equal("outOfReach", hook.Received[0].Json["data"]!["kind"]!.GetValue<string>());

        // What is asked for again begins anew.
        await ChangeAsync(["member.updated"], "member.%");
        hook.Changed(organization, 3, FeedKind.Closed);
        gateway.Members.Write(hook.Organization, Guid.CreateVersion7(), 9);
        await Eventually.Holds(() => hook.Received.Count == 2);
        await ChangeAsync(["member.updated", "organization.deleted"], "organization.%member.%");
        hook.Changed(organization, 4, FeedKind.Closed);
        await Eventually.Holds(() => hook.Received.Count == 3);
        Assert.Equal([2, 9, 4], hook.Received.Select(one => one.Version!.Value));

        async Task ChangeAsync(string[] types, string place)
        {
            using var admin = await gateway.AdminAsync();
            await (await admin.PatchAsJsonAsync(hook.Url, new ChangeWebhookRequest(Types: types), Wire.Json)).Read<WebhookResponse>();
            await hook.BegunAsync();
            Assert.Single(await gateway.TextsAsync("select url from webhook_endpoints where id = $1 and cursor like $2", hook.Id, place));
        }
    }

    [Fact]
    public async Task An_objects_messages_come_in_their_order_and_pass_by_those_that_wait()
    {
        await using var hook = await gateway.HasWebhookAsync();
        var (stuck, open) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var refusals = 0;
        hook.Answers(async (one, context) =>
        {
            if (one.About == stuck && one.Version == 1 && Interlocked.Increment(ref refusals) == 1)
            {
                await release.Task;
                context.Response.StatusCode = 500;
            }
        });
        await hook.BegunAsync();
        for (var version = 1; version <= 20; version++)
        {
            hook.Changed(stuck, version);
            hook.Changed(open, version);
        }

        // The first of the one is held by the receiver, then refused; none of its later ones goes before it was taken.
        await Eventually.Holds(() => hook.Received.Count(one => one.About == open) == 20);
        Assert.Equal([1], VersionsOf(stuck));
        release.SetResult();
        await Eventually.Holds(async () => (await hook.ReadAsync()).Failures > 0);
        Assert.Equal([1], VersionsOf(stuck));
        gateway.Later(TimeSpan.FromSeconds(10));
        await Eventually.Holds(() => VersionsOf(stuck).Count == 21);

        Assert.Equal([1, .. Enumerable.Range(1, 20)], VersionsOf(stuck));
        Assert.Equal(Enumerable.Range(1, 20), VersionsOf(open));
        // The one that came twice came under the same id and with the same body.
        Assert.Single(hook.Received.Where(one => one.About == stuck && one.Version == 1).Select(one => (one.Id, Convert.ToHexString(one.Body))).Distinct());

        List<int> VersionsOf(Guid id) => [.. hook.Received.Where(one => one.About == id).Select(one => one.Version!.Value)];
    }

    [Fact]
    public async Task A_message_that_is_never_taken_is_dead_after_a_day_and_is_replayed_under_its_id()
    {
        await using var hook = await gateway.HasWebhookAsync();
        hook.Answers(500);
        await hook.BegunAsync();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        hook.Changed(first, 1);
        hook.Changed(first, 2);
        await hook.EventuallyAsync(webhook => webhook is { Failures: > 0, Waiting: 2 });
        Assert.Equal("webhook.status", (await hook.ReadAsync()).LastProblem!.Code);

        gateway.Later(TimeSpan.FromHours(24));
        await hook.EventuallyAsync(webhook => webhook.Dead == 1);
        var dead = Assert.Single(await hook.MessagesAsync(WebhookMessageState.Dead));
        Assert.Equal((first, 1, 500), (dead.ObjectId!.Value, dead.Version!.Value, dead.Status!.Value));
        // What waited for it goes now, and has a day of its own.
        await Eventually.Passes(() =>
        {
            gateway.Later(TimeSpan.FromMinutes(15));
            Assert.Contains(hook.Received, one => one.Version == 2);
            return Task.CompletedTask;
        });

        hook.Answers(204);
        hook.Changed(second, 1);
        await Eventually.Passes(async () =>
        {
            gateway.Later(TimeSpan.FromMinutes(15));
            Assert.Contains(hook.Received, one => one.About == second);
            Assert.Equal(0, (await hook.ReadAsync()).Waiting);
        });
        var before = hook.Received.Count;
        Assert.Equal(WebhookMessageState.Waiting, (await (await hook.PostAsync($"/messages/{dead.Id}/replay", new { })).Read<WebhookMessageItem>()).State);
        await Eventually.Holds(() => hook.Received.Count == before + 1);
        Assert.Equal((dead.Id.ToString(), 1), (hook.Received[^1].Id, hook.Received[^1].Version!.Value));
        await hook.EventuallyAsync(webhook => webhook is { Dead: 0, Waiting: 0 });

        // All that was written is sent again by its time, under the same ids, each object's in its order.
        before = hook.Received.Count;
        Assert.Equal(3, (await (await hook.PostAsync("/replay", new ReplayWebhookRequest(gateway.Clock.GetUtcNow().AddDays(-3), null, Delivered: true))).Read<ReplayWebhookResponse>()).Messages);
        await Eventually.Holds(() => hook.Received.Count == before + 3);
        var again = hook.Received.Skip(before).ToList();
        Assert.Equal([1, 2], again.Where(one => one.About == first).Select(one => one.Version!.Value));
        Assert.Equal(3, hook.Received.Select(one => one.Id).Distinct().Count());
        await hook.EventuallyAsync(webhook => webhook.Waiting == 0);
        Assert.Equal(0, (await (await hook.PostAsync("/replay", new ReplayWebhookRequest(gateway.Clock.GetUtcNow().AddDays(-3)))).Read<ReplayWebhookResponse>()).Messages);
        Assert.Equal(0, (await (await hook.PostAsync("/replay", new ReplayWebhookRequest(gateway.Clock.GetUtcNow().AddDays(-3), gateway.Clock.GetUtcNow().AddDays(-2), true))).Read<ReplayWebhookResponse>()).Messages);

        // What was kept long enough is gone.
        gateway.Later(TimeSpan.FromDays(8));
        await Eventually.Holds(async () => (await hook.MessagesAsync()).Count == 0);
    }

    [Fact]
    public async Task After_failures_one_after_another_nothing_is_sent_but_a_probe_until_one_is_taken()
    {
        await using var hook = await gateway.HasWebhookAsync();
        hook.Answers(503);
        await hook.BegunAsync();
        for (var n = 0; n < 12; n++)
        {
            hook.Changed(Guid.CreateVersion7(), 1);
        }

        var open = await hook.EventuallyAsync(webhook => webhook is { Breaker: WebhookBreaker.Open, Waiting: 12 });
        Assert.NotNull(open.RestingUntil);
        var tried = hook.Received.Count;
        Assert.InRange(tried, 4, 12);
        gateway.Later(TimeSpan.FromSeconds(30));
        await hook.EventuallyAsync(webhook => webhook.RestingUntil > gateway.Clock.GetUtcNow().AddSeconds(30));
        Assert.Equal(tried + 1, hook.Received.Count);

        hook.Answers(204);
        gateway.Later(TimeSpan.FromSeconds(60));
        var closed = await hook.EventuallyAsync(webhook => webhook.Waiting == 0);
        Assert.Equal((WebhookBreaker.Closed, 0), (closed.Breaker, closed.Failures));
        Assert.Equal(12, hook.Received.Select(one => one.About).Distinct().Count());
    }

    [Fact]
    public async Task Who_is_gone_is_left_alone_and_after_a_resume_nothing_is_missing()
    {
        await using var hook = await gateway.HasWebhookAsync();
        hook.Answers(410);
        await hook.BegunAsync();
        var organization = Guid.CreateVersion7();
        hook.Changed(organization, 1);
        var paused = await hook.EventuallyAsync(webhook => webhook.State == WebhookState.Paused);
        Assert.Contains("410", paused.PausedReason, StringComparison.Ordinal);
        Assert.Single(await gateway.TextsAsync("select action from audit_log where object_id = $1 and action = 'webhook.paused'", hook.Id));
        hook.Changed(organization, 2);
        gateway.Later(TimeSpan.FromHours(1));

        hook.Answers(204);
        Assert.Equal(WebhookState.Active, (await (await hook.PostAsync("/resume", new { })).Read<WebhookResponse>()).State);
        await Eventually.Holds(() => hook.Received.Count == 3);
        Assert.Equal([1, 1, 2], hook.Received.Select(one => one.Version!.Value));
        Assert.Equal("webhook.not-paused", (await (await hook.PostAsync("/resume", new { })).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task Who_asks_to_be_left_in_peace_for_a_while_is()
    {
        await using var hook = await gateway.HasWebhookAsync();
        hook.Answers((_, context) =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, "120");
            return Task.CompletedTask;
        });
        await hook.BegunAsync();
        var since = gateway.Clock.GetUtcNow();
        hook.Changed(Guid.CreateVersion7(), 1);
        var resting = await hook.EventuallyAsync(webhook => webhook.RestingUntil is not null);
        Assert.Equal((since.AddSeconds(120), 0, WebhookBreaker.Closed), (resting.RestingUntil!.Value, resting.Failures, resting.Breaker));

        // Longer than an hour is an hour.
        hook.Answers((_, context) =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "86400");
            return Task.CompletedTask;
        });
        gateway.Later(TimeSpan.FromSeconds(120));
        await hook.EventuallyAsync(webhook => webhook.RestingUntil == since.AddSeconds(120).AddHours(1));
        Assert.Equal(2, hook.Received.Count);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_a_long_answer_is_not_read()
    {
        await using var hook = await gateway.HasWebhookAsync();
        hook.Answers((_, context) =>
        {
            context.Response.Redirect("/hook/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        var redirected = await (await hook.PostAsync("/test", new { })).Read<TestWebhookResponse>();
        Assert.Equal((false, 307, "webhook.redirect"), (redirected.Delivered, redirected.Status!.Value, redirected.Problem!.Code));
        Assert.Empty(gateway.Receiver.Under("/hook/elsewhere"));

        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hook.Answers(async (_, context) =>
        {
            context.Response.StatusCode = 200;
            using var ended = context.RequestAborted.Register(aborted.SetResult);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096]);
            }
        });
        Assert.True((await (await hook.PostAsync("/test", new { })).Read<TestWebhookResponse>()).Delivered);
        await aborted.Task.WaitAsync(Eventually.DefaultDeadline);
    }

    [Fact]
    public async Task A_test_says_what_came_of_it_and_no_secret()
    {
        await using var hook = await gateway.HasWebhookAsync();

        var answer = await hook.PostAsync("/test", new { });
        var text = await answer.Content.ReadAsStringAsync();
        var tested = await answer.Read<TestWebhookResponse>();
        Assert.Equal((true, 204), (tested.Delivered, tested.Status!.Value));
        Assert.DoesNotContain("whsec_", text, StringComparison.Ordinal);
        var received = Assert.Single(hook.Received);
        Assert.Equal(("webhook.test", tested.MessageId.ToString(), true), (received.Type, received.Id, received.Fits(hook.Secret, gateway.Clock.GetUtcNow())));
        Assert.Empty(await hook.MessagesAsync());

        hook.Answers(500);
        var refused = await (await hook.PostAsync("/test", new { })).Read<TestWebhookResponse>();
        Assert.Equal((false, 500, "webhook.status"), (refused.Delivered, refused.Status!.Value, refused.Problem!.Code));
        Assert.Contains("500", refused.Problem.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await hook.ReadAsync()).Failures);
    }

    [Fact]
    public async Task While_the_secret_is_changed_both_sign_and_then_the_new_one_alone()
    {
        await using var hook = await gateway.HasWebhookAsync();
        var answer = await hook.PostAsync("/secrets", new RotateWebhookSecretRequest(OlderEndsInHours: 2));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var renewed = await answer.Read<NewWebhookSecretResponse>(HttpStatusCode.Created);
        Assert.InRange(Convert.FromBase64String(renewed.Secret["whsec_".Length..]).Length, 24, 64);
        Assert.Equal([true, true], renewed.Webhook.Secrets.Select(secret => secret.Valid));
        Assert.Equal("webhook.secrets-full", (await (await hook.PostAsync("/secrets", new RotateWebhookSecretRequest())).Refusal(HttpStatusCode.Conflict)).Code);

        await hook.PostAsync("/test", new { });
        Assert.Equal((2, true, true), Signed(hook.Received[0]));
        gateway.Later(TimeSpan.FromHours(2));
        await hook.PostAsync("/test", new { });
        Assert.Equal((1, false, true), Signed(hook.Received[1]));

        // A secret that has leaked ends at once.
        var last = await (await hook.PostAsync("/secrets", new RotateWebhookSecretRequest(OlderEndsInHours: 0))).Read<NewWebhookSecretResponse>(HttpStatusCode.Created);
        await hook.PostAsync("/test", new { });
        Assert.Equal((1, false, false), Signed(hook.Received[2]));
        Assert.True(hook.Received[2].Fits(last.Secret, gateway.Clock.GetUtcNow()));

        (int, bool, bool) Signed(Received one) =>
            (one.Signatures.Split(' ').Length, one.Fits(hook.Secret, gateway.Clock.GetUtcNow()), one.Fits(renewed.Secret, gateway.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_feed_that_was_cleared_becomes_a_message_that_asks_for_a_snapshot_and_then_goes_on()
    {
        await using var hook = await gateway.HasWebhookAsync(["organization.updated"]);
        await hook.BegunAsync();
        await (await hook.PostAsync("/pause", new PauseWebhookRequest("样例原因"))).Read<WebhookResponse>();
        hook.Changed(Guid.CreateVersion7(), 1);
        gateway.Organizations.Clear();
        await (await hook.PostAsync("/resume", new { })).Read<WebhookResponse>();

        await Eventually.Holds(() => hook.Received.Count == 1);
        var resync = hook.Received[0];
        Assert.Equal(("feed.resync", "changes.too-old"), (resync.Type, resync.Json["data"]!["reason"]!.GetValue<string>()));
        Assert.Equal($"/api/v1/changes/snapshot?types=organization&under={hook.Organization}", resync.Json["data"]!["link"]!.GetValue<string>());
        hook.Changed(Guid.CreateVersion7(), 5);
        await Eventually.Holds(() => hook.Received.Count == 2);
        Assert.Equal(5, hook.Received[1].Version);
    }

    [Fact]
    public async Task A_name_that_stands_for_another_address_later_leads_nowhere()
    {
        await using var hook = await gateway.HasWebhookAsync(url: $"http://{WebhookGateway.PublicOnly}:{gateway.Receiver.Port}/hook/rebound");
        await hook.BegunAsync();
        try
        {
            // As a name server of somebody's own would say it after the registration.
            gateway.Names[WebhookGateway.PublicOnly] = [IPAddress.Loopback];
            hook.Changed(Guid.CreateVersion7(), 1);
            var refused = await hook.EventuallyAsync(webhook => webhook.LastProblem is not null);
            Assert.Equal("webhook.target-address", refused.LastProblem!.Code);
            var fault = Assert.Single((await (await hook.PostAsync("/test", new { })).Refusal(HttpStatusCode.UnprocessableEntity)).Errors!);
            Assert.Equal(("url", "webhook.target-address"), (fault.Field, fault.Code));
            Assert.Empty(gateway.Receiver.Under("/hook/rebound"));
        }
        finally
        {
            gateway.Names[WebhookGateway.PublicOnly] = [IPAddress.Parse("93.184.215.14")];
        }
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest/meta-data/", "webhook.target")]
    [InlineData("https://user@portal.example.gov.cn/", "webhook.url-user")]
    [InlineData("http://portal.example.gov.cn/", "webhook.url-https")]
    [InlineData("https://unheard-of.example.gov.cn/", "webhook.target-unknown")]
    [InlineData("nonsense", "webhook.url-malformed")]
    public async Task A_target_that_may_not_be_reached_is_refused_when_it_is_registered_and_when_it_is_changed(string url, string code)
    {
        await using var hook = await gateway.HasWebhookAsync();
        using var admin = await gateway.AdminAsync();

        foreach (var answer in new[]
        {
            await admin.PostAsJsonAsync($"/api/v1/apps/{hook.App}/webhooks", new AddWebhookRequest(url, ["organization.updated"]), Wire.Json),
            await admin.PatchAsJsonAsync(hook.Url, new ChangeWebhookRequest(url), Wire.Json),
        })
        {
            var problem = await answer.Refusal(HttpStatusCode.UnprocessableEntity);
            Assert.Equal(("webhook.url", "url", code), (problem.Code, Assert.Single(problem.Errors!).Field, problem.Errors![0].Code));
        }
    }

    [Fact]
    public async Task A_webhook_tells_nothing_that_its_app_could_not_read()
    {
        var (east, town, west) = (await gateway.HasOrganizationAsync("00q001"), await gateway.HasOrganizationAsync("00q001001"), await gateway.HasOrganizationAsync("00q002"));
        var app = await SignedApp.RegisterAsync(gateway, [new(AppResource.Organizations, AppAccess.Read, east)]);
        using var admin = await gateway.AdminAsync();

        Assert.Equal("webhook.beyond-scope", (await (await AddAsync(["member.updated"], null)).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal("webhook.beyond-scope", (await (await AddAsync(["organization.updated"], west)).Refusal(HttpStatusCode.Conflict)).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await AddAsync(["organization.updated"], Guid.CreateVersion7())).StatusCode);
        Assert.Equal("types[1]", Assert.Single((await (await AddAsync(["organization.updated", "visit.updated"], null)).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        Assert.Equal("types", Assert.Single((await (await AddAsync([], null)).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        var added = await (await AddAsync(["organization.updated"], town)).Read<NewWebhookSecretResponse>(HttpStatusCode.Created);
        Assert.Equal("sample 00q001001", added.Webhook.OrganizationName);
        // A scope that is taken away later stops the feed, and the administrator is told so.
        await (await admin.PatchAsJsonAsync($"/api/v1/apps/{app.App.Id}", new ChangeAppRequest(Scopes: []), Wire.Json)).Read<AppResponse>();
        await Eventually.Holds(async () =>
            (await (await admin.GetAsync($"/api/v1/apps/{app.App.Id}/webhooks")).Read<Page<WebhookResponse>>()).Items[0].FeedProblem?.Code == "app.scope");

        Task<HttpResponseMessage> AddAsync(string[] types, Guid? organization) =>
            admin.PostAsJsonAsync($"/api/v1/apps/{app.App.Id}/webhooks", new AddWebhookRequest($"{gateway.Host}/hook/scoped", types, organization), Wire.Json);
    }

    [Fact]
    public async Task Its_secret_is_kept_sealed_each_change_is_in_the_log_and_an_old_version_changes_nothing()
    {
        await using var hook = await gateway.HasWebhookAsync();
        using var admin = await gateway.AdminAsync();
        var key = hook.Secret["whsec_".Length..];
        Assert.Empty(await gateway.TextsAsync("select id::text from webhook_secrets where strpos(encode(secret, 'escape'), $1) > 0", key));
        Assert.Empty(await gateway.TextsAsync("select id::text from audit_log where audit_log::text like '%' || $1 || '%'", key));

        var shown = await admin.GetAsync(hook.Url);
        Assert.DoesNotContain(key, await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ChangeAsync(shown.Headers.ETag!.Tag, HttpStatusCode.OK);
        await ChangeAsync(shown.Headers.ETag!.Tag, HttpStatusCode.PreconditionFailed);
        await hook.PostAsync("/secrets", new RotateWebhookSecretRequest());
        await hook.PostAsync("/test", new { });
        await hook.PostAsync("/pause", new PauseWebhookRequest("样例原因"));
        Assert.Equal("webhook.already-paused", (await (await hook.PostAsync("/pause", new PauseWebhookRequest("样例原因"))).Refusal(HttpStatusCode.Conflict)).Code);
        await hook.PostAsync("/resume", new { });
        await hook.PostAsync("/replay", new ReplayWebhookRequest(gateway.Clock.GetUtcNow()));
        Assert.Equal("since", Assert.Single((await (await hook.PostAsync("/replay", new { })).Refusal(HttpStatusCode.BadRequest)).Errors!).Field);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync(hook.Url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(hook.Url)).StatusCode);

        Assert.Equal(
            ["webhook.added", "webhook.changed", "webhook.secret-rotated", "webhook.tested", "webhook.paused", "webhook.resumed", "webhook.replayed", "webhook.removed"],
            await gateway.TextsAsync("select action from audit_log where object_id = $1 order by id", hook.Id));

        async Task ChangeAsync(string tag, HttpStatusCode expected)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, hook.Url) { Content = JsonContent.Create(new ChangeWebhookRequest(Types: ["organization.updated"]), options: Wire.Json) };
            request.Headers.TryAddWithoutValidation("If-Match", tag);
            Assert.Equal(expected, (await admin.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task Two_gateways_send_each_message_once_and_each_objects_in_their_order()
    {
        await using var hook = await gateway.HasWebhookAsync();
        Assert.NotEqual(gateway.Replica.Port, gateway.Anonymous().BaseAddress!.Port);
        await hook.BegunAsync();
        Guid[] organizations = [.. Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7())];
        for (var version = 1; version <= 15; version++)
        {
            foreach (var organization in organizations)
            {
                hook.Changed(organization, version);
            }

            // One turn behind the other, so that now the one and now the other takes it.
            await Eventually.Holds(() => hook.Received.Count >= 20 * version);
        }

        await hook.EventuallyAsync(webhook => webhook.Waiting == 0);
        Assert.Equal(300, hook.Received.Count);
        Assert.Equal(300, hook.Received.Select(one => one.Id).Distinct().Count());
        Assert.All(organizations, organization =>
            Assert.Equal(Enumerable.Range(1, 15), hook.Received.Where(one => one.About == organization).Select(one => one.Version!.Value)));
    }

    [Fact]
    public async Task What_is_sent_is_measured()
    {
        await using var hook = await gateway.HasWebhookAsync();
        await hook.BegunAsync();
        hook.Changed(Guid.CreateVersion7(), 1);
        await hook.EventuallyAsync(webhook => webhook.LastSuccessAt is not null);

        await Eventually.Passes(async () =>
        {
            var figures = await gateway.Anonymous().GetStringAsync("/metrics");
            Assert.All((string[])["partycloud_webhooks_sent", "partycloud_webhooks_waiting", "partycloud_webhooks_lag"], name => Assert.Contains(name, figures, StringComparison.Ordinal));
        });
    }
}
