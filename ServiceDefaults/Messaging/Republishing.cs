using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Messaging;

/// <summary>Writes all that a service owns to its outbox once more, so that replicas can be filled or mended.</summary>
internal sealed class Republisher(ServiceDatabase database, MessagingExtensions.Catalogue catalogue, OutboxSignal signal)
{
    /// <param name="type">One kind of fact, or null for all.</param>
    /// <returns>How many facts were written.</returns>
    public async Task<int> RepublishAsync(string? type, CancellationToken cancel)
    {
        var count = 0;
        foreach (var fact in catalogue.Published.Where(fact => fact.Republish is not null && (type is null || fact.Type == type)))
        {
            await using var command = database.System.CreateCommand(fact.Republish!);
            count += await command.ExecuteNonQueryAsync(cancel);
        }

        signal.Wake();
        return count;
    }
}

internal sealed class RepublishConsumer(Republisher republisher) : IConsumer<RepublishRequested>
{
    public Task Consume(ConsumeContext<RepublishRequested> context) =>
        republisher.RepublishAsync(context.Message.Type, context.CancellationToken);
}

/// <summary>
/// A consumer that listens for the first time asks the owner for all it has: what was published before its queue existed is not lost
/// to it, in whichever order the services first start.
/// </summary>
internal sealed class Subscriptions(
    ServiceDatabase database, IBusControl bus, MessagingExtensions.Catalogue catalogue, ILogger<Subscriptions> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var (queue, type) in catalogue.Consumed)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
                    await AskOnceAsync(queue, type, stoppingToken);
                    break;
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception exception)
                {
                    log.LogWarning(exception, "Could not ask for {Type}; it is tried again", type);
                    await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    private async Task AskOnceAsync(string queue, string type, CancellationToken cancel)
    {
        await using var connection = await database.System.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var first = new NpgsqlCommand("insert into subscriptions (consumer) values ($1) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = queue } },
        };
        if (await first.ExecuteNonQueryAsync(cancel) > 0)
        {
            await bus.Publish(new RepublishRequested(type), cancel);
        }

        await transaction.CommitAsync(cancel);
    }
}
