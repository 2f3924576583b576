using PartyCloud.Contracts;
using PartyCloud.Gateway.Webhooks;
using PartyCloud.ServiceDefaults;

namespace PartyCloud.Gateway.Tests;

/// <summary>When a message comes again, and when an endpoint is left alone.</summary>
public sealed class WebhookRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 4, 0, 0, TimeSpan.Zero);
    private static readonly WebhookOutcome Refused = new(500, "webhook.status", null, 1);
    private static readonly WebhookOutcome Taken = new(204, null, null, 1);

    private readonly WebhookSettings settings = new();

    [Fact]
    public void Each_wait_is_a_random_part_of_a_time_that_doubles_up_to_four_hours()
    {
        var (message, now) = (Message(), Noon);
        double[] seconds = [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 14400, 14400];

        foreach (var longest in seconds)
        {
            message.Failed(Refused, 1, settings, now);
            Assert.Equal(longest, (message.NextAt - now).TotalSeconds);
            now = message.NextAt;
        }

        var other = Message();
        other.Failed(Refused, 0.25, settings, Noon);
        Assert.Equal(2.5, (other.NextAt - Noon).TotalSeconds);
    }

    [Fact]
    public void The_last_attempt_is_a_day_after_the_first_and_then_the_message_is_dead()
    {
        var (message, now) = (Message(), Noon);
        while (message.State == WebhookMessageState.Waiting)
        {
            message.Failed(Refused, 1, settings, now);
            Assert.True(message.NextAt <= Noon.AddHours(24));
            now = message.State == WebhookMessageState.Waiting ? message.NextAt : now;
        }

        Assert.Equal((WebhookMessageState.Dead, Noon.AddHours(24), 17), (message.State, message.EndedAt!.Value, message.Attempts));
    }

    [Fact]
    public void What_the_receiver_asks_for_is_waited_for_if_it_is_longer()
    {
        var message = Message();

        message.Failed(Refused with { Status = 503, RetryAfter = TimeSpan.FromMinutes(7) }, 1, settings, Noon);
        Assert.Equal(Noon.AddMinutes(7), message.NextAt);
        message.Failed(Refused with { Status = 503, RetryAfter = TimeSpan.FromSeconds(1) }, 1, settings, Noon);
        Assert.Equal(Noon.AddSeconds(20), message.NextAt);
    }

    [Fact]
    public void A_replayed_message_begins_anew_and_one_that_waits_is_not_replayed()
    {
        var message = Message();
        Assert.Equal("webhook.message-waiting", Assert.Throws<RuleViolationException>(() => message.Replay(Noon)).Code);
        message.Failed(Refused, 1, settings, Noon);
        message.Failed(Refused, 1, settings, Noon.AddDays(2));

        message.Replay(Noon.AddDays(3));
        Assert.Equal((WebhookMessageState.Waiting, 0, Noon.AddDays(3)), (message.State, message.Attempts, message.NextAt));
        message.Delivered(Taken, Noon.AddDays(3));
        Assert.Equal((WebhookMessageState.Delivered, 1), (message.State, message.Attempts));
    }

    [Fact]
    public void The_breaker_opens_after_ten_failures_probes_more_and_more_seldom_and_closes_with_a_success()
    {
        var endpoint = Endpoint();
        for (var n = 0; n < 9; n++)
        {
            endpoint.Failed(Refused, false, settings, Noon);
        }

        Assert.Null(endpoint.OpenedAt);
        endpoint.Failed(Refused, false, settings, Noon);
        Assert.Equal((Noon, Noon.AddSeconds(30)), (endpoint.OpenedAt!.Value, endpoint.RestingUntil!.Value));
        // Those that were under way when it opened are no probes.
        endpoint.Failed(Refused, false, settings, Noon);
        Assert.Equal(Noon.AddSeconds(30), endpoint.RestingUntil);
        foreach (var seconds in (int[])[60, 120, 240, 480, 900, 900])
        {
            var now = endpoint.RestingUntil!.Value;
            endpoint.Failed(Refused, true, settings, now);
            Assert.Equal(now.AddSeconds(seconds), endpoint.RestingUntil);
        }

        endpoint.Succeeded(Noon.AddDays(1));
        Assert.Equal((null, 0, null, Noon.AddDays(1)), (endpoint.OpenedAt, endpoint.Failures, endpoint.RestingUntil, endpoint.LastSuccessAt!.Value));
    }

    [Fact]
    public void Who_asks_for_fewer_calls_rests_and_does_not_open_the_breaker_and_who_is_gone_is_paused()
    {
        var endpoint = Endpoint();
        for (var n = 0; n < 20; n++)
        {
            endpoint.Failed(new(429, "webhook.status", TimeSpan.FromMinutes(2), 1), false, settings, Noon);
        }

        Assert.Equal((null, 0, Noon.AddMinutes(2)), (endpoint.OpenedAt, endpoint.Failures, endpoint.RestingUntil!.Value));
        endpoint.Failed(new(410, "webhook.gone", null, 1), false, settings, Noon);
        Assert.Equal((Noon, WebhookEndpoint.Gone), (endpoint.PausedAt!.Value, endpoint.PausedReason));
        endpoint.Resume();
        Assert.Equal((null, null), (endpoint.PausedAt, endpoint.RestingUntil));
    }

    [Fact]
    public void A_message_says_what_changed_and_where_to_read_it()
    {
        var (id, organization) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        Assert.Equal(
            $$$"""{"id":"{{{id}}}","type":"organization.updated","version":3,"timestamp":"2026-07-01T04:00:00+00:00","data":{"id":"{{{organization}}}","code":"c1","link":"/api/v1/organizations/{{{organization}}}"}}""",
            new WebhookPayload(id, "organization.updated", 3, Noon, new(organization, "c1", Link: $"/api/v1/organizations/{organization}")).ToJson());
        Assert.Contains("\"kind\":\"outOfReach\"", new WebhookPayload(id, "member.deleted", 3, Noon, new(organization, Kind: FeedKind.OutOfReach)).ToJson(), StringComparison.Ordinal);
    }

    private static WebhookEndpoint Endpoint() => WebhookEndpoint.Add(Guid.CreateVersion7(), "https://portal.example.gov.cn/", [.. WebhookTypes.All], null, Guid.CreateVersion7(), Noon);

    private static WebhookMessage Message() =>
        WebhookMessage.Of(Endpoint(), 1, new(Guid.CreateVersion7(), "organization.updated", 1, Noon, new()), Guid.CreateVersion7(), Noon);
}
