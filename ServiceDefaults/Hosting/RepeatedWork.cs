using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PartyCloud.ServiceDefaults.Hosting;

/// <summary>
/// Work that a process does beside its requests, again and again. Whatever goes wrong in a turn is logged and tried again: an exception that leaves a
/// background service ends the whole process, and that a server was slow or away for a moment is no reason for it.
/// </summary>
/// <param name="between">How long it rests after a turn, whether or not that went well.</param>
/// <param name="trouble">What the log says of a turn that was broken off.</param>
public abstract class RepeatedWork(TimeSpan between, string trouble, ILogger log) : BackgroundService
{
    /// <summary>Whether nothing is left to do for as long as the process runs.</summary>
    protected virtual bool IsDone => false;

    protected abstract Task TurnAsync(CancellationToken cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                log.LogWarning(exception, "{Trouble}; it is tried again", trouble);
            }

            if (IsDone)
            {
                return;
            }

            await Task.Delay(between, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
