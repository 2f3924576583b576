using Microsoft.Extensions.Configuration;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.Testing;

namespace PartyCloud.ServiceDefaults.Tests.Messaging;

public sealed class QueueWatchTests : IAsyncLifetime
{
    private readonly string queue = $"watched-{Guid.CreateVersion7():N}";
    private readonly TestClock clock = new();
    private TestBroker broker = null!;

    public async Task InitializeAsync() => broker = await TestBroker.OpenAsync();

    public async Task DisposeAsync()
    {
        await broker.DeleteAsync([queue, $"{queue}_error"]);
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task Queues_are_counted_again_and_again_and_an_error_queue_that_was_not_there_is_looked_for_every_five_minutes()
    {
        await using var watch = await WatchAsync();
        Assert.Empty(await watch.CountAsync(default));

        await broker.FillAsync(queue, 2);
        await broker.FillAsync($"{queue}_error", 0);
        Assert.Equal(new QueueDepth(queue, 2, 0, 0), Assert.Single(await watch.CountAsync(default)));

        await broker.DeleteAsync([$"{queue}_error"]);
        clock.Set(clock.GetUtcNow().AddMinutes(1));
        Assert.Equal(0, Assert.Single(await watch.CountAsync(default)).Failed);

        // It is there now, but was not a moment ago.
        await broker.FillAsync($"{queue}_error", 3);
        Assert.Equal(0, Assert.Single(await watch.CountAsync(default)).Failed);
        clock.Set(clock.GetUtcNow().AddMinutes(5));
        Assert.Equal(3, Assert.Single(await watch.CountAsync(default)).Failed);
    }

    private async Task<QueueWatch> WatchAsync()
    {
        var address = (await TestServers.BrokerAsync()).ToString();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:broker", address)]).Build();
        return new(new BrokerQueues(configuration), new("watched", [], [(queue, "")], []), clock);
    }
}
