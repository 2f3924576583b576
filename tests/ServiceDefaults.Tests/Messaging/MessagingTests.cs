using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Tests.Probes;
using PartyCloud.Testing;
using ThingEvent = PartyCloud.ServiceDefaults.Messaging.Event<PartyCloud.ServiceDefaults.Tests.Probes.ThingState>;

namespace PartyCloud.ServiceDefaults.Tests.Messaging;

public sealed class MessagingTests : IAsyncLifetime
{
    private const string Republish =
        """
        insert into outbox (id, type, body)
        select gen_random_uuid(), 'PartyCloud.ServiceDefaults.Tests.Probes.ThingState', jsonb_build_object('id', id, 'version', version, 'name', name) from things
        """;

    // Queues belong to the whole broker: each test has its own names.
    private readonly string _name = $"probe-{Guid.CreateVersion7():N}";
    private readonly Appetite _appetite = new();
    private TestDatabase _database = null!;
    private Uri _broker = null!;

    private string Queue => $"{_name}-thing-state";

    public async Task InitializeAsync()
    {
        _broker = await TestServers.BrokerAsync();
        _database = await ProbeService.NewDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await using var broker = await TestBroker.OpenAsync();
        await broker.DeleteAsync([Queue, $"{Queue}_error", $"{_name}-republish", $"{_name}-late-thing-state", $"{_name}-late-republish"]);
    }

    [Fact]
    public async Task A_row_and_its_fact_are_kept_together_or_not_at_all()
    {
        await using var service = await ProbeService.StartAsync(_database);
        var caller = ProbeService.CallerOf("001", "probe.*");

        await using (var db = service.Databases.CreateFor(caller))
        {
            Add(db, "kept");
            await db.SaveChangesAsync();
        }

        await using (var db = service.Databases.CreateFor(caller))
        {
            Add(db, "beside");
            Add(db, "kept");
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        }

        await using (var db = service.Databases.CreateFor(caller))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            Add(db, "rolled back");
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        Assert.Equal("kept", await _database.ScalarAsync("select string_agg(name, ',') from things"));
        Assert.Equal("kept", await _database.ScalarAsync("select string_agg(body::json ->> 'name', ',') from outbox"));

        static void Add(ProbeDb db, string name)
        {
            var thing = Thing.At("001", name);
            db.Add(thing);
            db.PublishOnCommit(new ThingState(thing.Id, 1, name));
        }
    }

    [Fact]
    public async Task What_waits_is_published_and_deleted_and_in_whatever_order_it_arrives_the_newest_version_stays()
    {
        await using var service = await StartAsync();
        var (id, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await using (var db = service.Databases.CreateFor(ProbeService.CallerOf("001")))
        {
            db.PublishOnCommit(Enumerable.Range(1, 600).Select(version => new ThingState(id, version, $"v{version}")));
            await db.SaveChangesAsync();
        }

        await DeliveredAsync(600);

        var bus = service.Services.GetRequiredService<IBus>();
        await bus.Publish(Batch(new ThingState(other, 2, "newer")));
        await bus.Publish(Batch(new ThingState(id, 7, "late"), new ThingState(other, 1, "older")));
        await DeliveredAsync(602);

        Assert.Equal("newer,v600", await _database.ScalarAsync("select string_agg(name, ',' order by name) from thing_replica"));
        Assert.Equal(0, await OutboxAsync());
    }

    [Fact]
    public async Task A_broker_that_is_away_loses_nothing_and_doubles_nothing()
    {
        // Its queue is there: what was published before a consumer's first start, the consumer asks for.
        await (await StartAsync()).DisposeAsync();
        using var passage = new Passage(_broker);
        await using var service = await StartAsync(passage.Address);
        await PublishAsync(service, 300);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(300, await OutboxAsync());

        passage.Open();
        await DeliveredAsync(300);

        // Cut in the middle of its work.
        await PublishAsync(service, 2000);
        await Eventually.Holds(async () => await _database.CountAsync("select count(*) from deliveries") > 300);
        passage.Close();
        await PublishAsync(service, 500);
        passage.Open();

        await DeliveredAsync(2800);
        await Eventually.Holds(async () => await OutboxAsync() == 0);
        Assert.Equal(2800, await _database.CountAsync("select count(*) from deliveries"));
    }

    [Fact]
    public async Task A_fact_that_arrives_twice_is_applied_once()
    {
        await using var service = await StartAsync();
        var bus = service.Services.GetRequiredService<IBus>();
        var (first, second) = (Fact(1), Fact(2));

        await bus.Publish(new EventBatch<ThingState>([first]));
        await bus.Publish(new EventBatch<ThingState>([first]));
        await bus.Publish(new EventBatch<ThingState>([first, second]));
        await bus.Publish(new EventBatch<ThingState>([second, first]));
        await bus.Publish(new EventBatch<ThingState>([Fact(3)]));

        await Eventually.Holds(async () => await _database.CountAsync("select count(*) from deliveries where version = 3") == 1);
        Assert.Equal("1,2,3", await _database.ScalarAsync("select string_agg(version::text, ',' order by seq) from deliveries"));

        static ThingEvent Fact(int version) => new(Guid.CreateVersion7(), new ThingState(Guid.CreateVersion7(), version, "once"));
    }

    [Fact]
    public async Task Two_relays_side_by_side_publish_every_fact_once()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => PublishAsync(n % 2 == 0 ? one : two, 100)));

        await DeliveredAsync(2000);
        Assert.Equal(2000, await _database.CountAsync("select count(*) from deliveries"));
        Assert.Equal(2000, await _database.CountAsync("select count(*) from inbox"));
        Assert.Equal(0, await OutboxAsync());
    }

    [Fact]
    public async Task A_fact_that_cannot_be_applied_goes_to_the_error_queue_and_can_be_replayed()
    {
        await using var broker = await TestBroker.OpenAsync();
        await using var service = await StartAsync();
        var bus = service.Services.GetRequiredService<IBus>();
        _appetite.Refuses = "poison";

        await bus.Publish(Batch(new ThingState(Guid.CreateVersion7(), 1, "poison")));
        await bus.Publish(Batch(new ThingState(Guid.CreateVersion7(), 2, "sound")));

        await Eventually.Holds(async () => await broker.CountAsync($"{Queue}_error") == 1);
        await DeliveredAsync(1);
        Assert.Equal("sound", await _database.ScalarAsync("select string_agg(name, ',') from thing_replica"));

        _appetite.Refuses = null;
        await broker.ReplayAsync(Queue);
        await DeliveredAsync(2);
        Assert.Equal(2, await _database.CountAsync("select count(*) from thing_replica"));
        Assert.Equal(0u, await broker.CountAsync($"{Queue}_error"));
    }

    [Fact]
    public async Task After_a_restore_the_owner_tells_everything_once_more()
    {
        await _database.ExecuteAsync("insert into things (id, level_code, name, version) select gen_random_uuid(), '001', 'thing ' || n, n from generate_series(1, 30) n");
        await using (await StartOwnerAsync())
        {
            await Eventually.Holds(async () => await _database.CountAsync("select count(*) from change_head where known_history is not null") == 1);
            Assert.Equal(0, await OutboxAsync());
        }

        // As it stands in a database that was copied when the history was another.
        await _database.ExecuteAsync("update change_head set known_history = 'another'");
        await using var service = await StartAsync();
        await using var owner = await StartOwnerAsync();
        await DeliveredAsync(30);
        await Eventually.Holds(async () => await _database.CountAsync("select count(*) from change_head where known_history <> 'another'") == 1);

        Task<ProbeService> StartOwnerAsync() => ListeningAsync(_broker, messaging => messaging.Publishes<ThingState>(Republish));
    }

    [Fact]
    public async Task A_new_consumer_is_told_what_was_published_before_it_listened_and_asks_but_once()
    {
        await using var owner = await ProbeService.StartAsync(_database, builder => AddMessaging(builder, _name, _broker, messaging => messaging.Publishes<ThingState>(Republish)));
        await _database.ExecuteAsync("insert into things (id, level_code, name, version) select gen_random_uuid(), '001', 'thing ' || n, n from generate_series(1, 700) n");
        await PublishAsync(owner, 3);
        await Eventually.Holds(async () => await OutboxAsync() == 0);

        await using var remote = await ProbeService.NewDatabaseAsync();
        for (var start = 0; start < 2; start++)
        {
            await using var consumer = await ProbeService.StartAsync(remote, builder =>
                AddMessaging(builder, $"{_name}-late", _broker, messaging => messaging.Consumes<ThingState, OnThingState>()));
            await Eventually.Holds(async () => await remote.CountAsync("select count(*) from thing_replica") == 700);
            await PublishAsync(owner, 1);
            await Eventually.Holds(async () => await remote.CountAsync("select count(*) from thing_replica where name = 'published'") == 1);
            await remote.ExecuteAsync("delete from thing_replica where name = 'published'");
        }

        Assert.Equal(702, await remote.CountAsync("select count(*) from deliveries"));
        Assert.Equal(
            await _database.ScalarAsync("select md5(string_agg(id::text || version || name, ',' order by id)) from things"),
            await remote.ScalarAsync("select md5(string_agg(id::text || version || name, ',' order by id)) from thing_replica"));
    }

    private Task<ProbeService> StartAsync() => ListeningAsync(_broker, PublishesAndConsumes);

    // One that is stopped while it begins to listen goes on in this process without its services, and takes in for the others what it cannot apply.
    private async Task<ProbeService> ListeningAsync(Uri broker, Action<MessagingBuilder<ProbeDb>> configure)
    {
        var service = await ProbeService.StartAsync(_database, builder => AddMessaging(builder, _name, broker, configure));
        await service.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Eventually.DefaultDeadline);
        return service;
    }

    private Task<ProbeService> StartAsync(Uri broker) => ProbeService.StartAsync(_database, builder => AddMessaging(builder, _name, broker, PublishesAndConsumes));

    private static void PublishesAndConsumes(MessagingBuilder<ProbeDb> messaging) => messaging.Publishes<ThingState>(Republish).Consumes<ThingState, OnThingState>();

    private void AddMessaging(WebApplicationBuilder builder, string name, Uri broker, Action<MessagingBuilder<ProbeDb>> configure)
    {
        builder.Configuration["ConnectionStrings:broker"] = broker.ToString();
        builder.Services.AddSingleton(_appetite);
        builder.AddMessaging(name, configure);
    }

    private static async Task PublishAsync(ProbeService service, int count)
    {
        await using var db = service.Databases.CreateFor(ProbeService.CallerOf("001"));
        db.PublishOnCommit(Enumerable.Range(0, count).Select(_ => new ThingState(Guid.CreateVersion7(), 1, "published")));
        await db.SaveChangesAsync();
    }

    private static EventBatch<ThingState> Batch(params ThingState[] facts) => new([.. facts.Select(fact => new ThingEvent(Guid.CreateVersion7(), fact))]);

    private Task DeliveredAsync(int count) => Eventually.Holds(
        async () => await _database.CountAsync("select count(distinct (thing_id, version)) from deliveries") >= count, what: $"Delivery of {count} facts");

    private Task<long> OutboxAsync() => _database.CountAsync("select count(*) from outbox");
}
