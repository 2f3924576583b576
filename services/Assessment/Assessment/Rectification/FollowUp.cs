using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Rectification;

/// <summary>Closed cases are followed, and those followed long enough end: once an hour, in sets.</summary>
internal sealed class FollowUp(ServiceDatabase database, TimeProvider clock, ILogger<FollowUp> log)
    : RepeatedWork(Between, "Closed cases could not be followed", log)
{
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    /// <returns>How many cases were taken a step further.</returns>
    internal static async Task<int> RunAsync(ServiceDatabase database, DateOnly today, DateTimeOffset now, CancellationToken cancel)
    {
        await using var batch = database.System.CreateBatch()
            .Add("update rectifications set state = 'ended', version = version + 1, changed_at = $2 where state = 'tracking' and tracking_until <= $1", today, now)
            .Add("update rectifications set state = 'tracking', version = version + 1, changed_at = $1 where state = 'closed'", now);
        return await batch.ExecuteNonQueryAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A case stays closed for a while before it is followed, so that closing can be seen.
        await Task.Delay(Between, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.ExecuteAsync(stoppingToken);
    }

    protected override Task TurnAsync(CancellationToken cancel) => RunAsync(database, clock.Today(), clock.GetUtcNow(), cancel);
}
