using System.Diagnostics;
using PartyCloud.Testing;

namespace PartyCloud.Gateway.Tests;

/// <summary>Webhooks while gateways are killed: processes of their own send here, and the one in the test administers alone.</summary>
public sealed class WebhookCrashTests(WebhookCrashTests.KilledGateway gateway) : IClassFixture<WebhookCrashTests.KilledGateway>
{
    [Fact]
    public async Task Nothing_is_lost_with_a_gateway_that_is_killed_and_each_objects_messages_keep_their_order()
    {
        await using var hook = await gateway.HasWebhookAsync(url: $"http://127.0.0.1:{gateway.Receiver.Port}/hook/1");
        Guid[] organizations = [.. Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7())];
        using var first = gateway.StartProcess();
        await hook.BegunAsync();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hook.Answers(async (_, context) =>
        {
            // The receiver has it and would say so, but nobody is there to hear it.
            if (hook.Received.Count > 40)
            {
                held.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        });
        for (var version = 1; version <= 20; version++)
        {
            foreach (var organization in organizations)
            {
                hook.Changed(organization, version);
            }
        }

        await held.Task.WaitAsync(Eventually.DefaultDeadline);
        first.Kill(entireProcessTree: true);
        await first.WaitForExitAsync();
        hook.Answers(204);
        using var second = gateway.StartProcess();
        try
        {
            await hook.EventuallyAsync(webhook => webhook.Waiting == 0);
            await Eventually.Holds(() => hook.Received.Select(one => one.Id).Distinct().Count() == 200);

            Assert.All(organizations, organization => Assert.Equal(
                Enumerable.Range(1, 20), hook.Received.Where(one => one.About == organization).DistinctBy(one => one.Id).Select(one => one.Version!.Value)));
            // Sent again is what was under way when it was killed, and no more: as many as go at once.
            Assert.InRange(hook.Received.Count, 201, 200 + 16);
        }
        finally
        {
            second.Kill(entireProcessTree: true);
            await second.WaitForExitAsync();
        }
    }

    public sealed class KilledGateway : WebhookGateway
    {
        protected override IEnumerable<(string Name, string Value)> Settings => [.. base.Settings, ("Webhooks:EndpointsAtOnce", "0")];

        public override async Task InitializeAsync()
        {
            // The processes go by the real clock, by which the sessions of another day are over and are removed.
            Clock.Set(TimeProvider.System.GetUtcNow());
            await base.InitializeAsync();
        }

        public Process StartProcess() => Process.Start(StartInfo(("Webhooks:EndpointsAtOnce", "4")))!;
    }
}
