using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Operations;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.ServiceDefaults.Messaging;

/// <summary>What a service publishes and what it listens to.</summary>
public sealed class MessagingBuilder<TDb>(string service, IServiceCollection services)
    where TDb : Storage.ServiceDb
{
    internal List<PublishedFact> Published { get; } = [];

    internal List<(string Queue, string Type, Action<IBusRegistrationConfigurator> Register, Type Consumer)> Consumed { get; } = [];

    internal List<(string Type, bool Owner, string Rows)> Digests { get; } = [];

    /// <summary>Registers a fact that this service owns.</summary>
    /// <param name="republish">
    /// Writes all the service has of this kind to the outbox, in sets: an <c>insert into outbox (id, type, body) select …</c>.
    /// Null for facts that are told once and carry no state.
    /// </param>
    /// <param name="digest">Selects the id and the version of all that the service owns of this kind.</param>
    public MessagingBuilder<TDb> Publishes<T>(string? republish = null, string? digest = null)
        where T : class
    {
        Published.Add(PublishedFact.Of<T>(republish));
        Digest<T>(true, digest);
        return this;
    }

    /// <param name="digest">Selects the id and the version of all that this service remembers of the kind.</param>
    public MessagingBuilder<TDb> Consumes<T, THandler>(string? digest = null)
        where T : class
        where THandler : class, IEventHandler<TDb, T>
    {
        Digest<T>(false, digest);
        var queue = $"{service}-{Kebab(typeof(T).Name)}";
        services.AddScoped<THandler>();
        Consumed.Add((queue, typeof(T).FullName!, bus => bus.AddConsumer<BatchConsumer<TDb, T, THandler>>(), typeof(BatchConsumer<TDb, T, THandler>)));
        return this;
    }

    private void Digest<T>(bool owner, string? rows)
    {
        if (rows is not null)
        {
            Digests.Add((typeof(T).FullName!, owner, rows));
        }
    }

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}

internal sealed record PublishedFact(string Type, Func<IBus, IReadOnlyList<OutboxRow>, CancellationToken, Task> Publish, string? Republish)
{
    public static PublishedFact Of<T>(string? republish)
        where T : class => new(typeof(T).FullName!, PublishAsync<T>, republish);

    private static Task PublishAsync<T>(IBus bus, IReadOnlyList<OutboxRow> rows, CancellationToken cancel)
        where T : class => bus.Publish(new EventBatch<T>([]) { Waiting = rows }, cancel);
}

public static class MessagingExtensions
{
    // Two days at one try every two seconds: by then somebody has seen that the database is away.
    private const int TriesWhileAway = 86_400;

    /// <summary>Connects the service to the broker: a relay from its outbox, and one quorum queue for each kind of fact it listens to.</summary>
    public static void AddMessaging<TDb>(this IHostApplicationBuilder builder, string service, Action<MessagingBuilder<TDb>> configure)
        where TDb : Storage.ServiceDb
    {
        var messaging = new MessagingBuilder<TDb>(service, builder.Services);
        configure(messaging);
        builder.Services.AddSingleton(new Catalogue(service, messaging.Published, [.. messaging.Consumed.Select(c => (c.Queue, c.Type))], messaging.Digests));
        builder.Services.AddSingleton<Digests>();
        builder.Services.AddSingleton<Republisher>();
        builder.Services.AddSingleton<BrokerQueues>();
        builder.Services.AddSingleton(provider => new StatusOfService(
            provider.GetRequiredService<HealthCheckService>(), provider.GetRequiredService<ServiceDatabase>(), provider.GetRequiredService<Catalogue>()));
        builder.Services.AddMassTransit(bus =>
        {
            foreach (var consumed in messaging.Consumed)
            {
                consumed.Register(bus);
            }

            bus.AddConsumer<RepublishConsumer>();
            // Nothing about this installation is told to anybody outside it.
            bus.DisableUsageTelemetry();
            bus.UsingRabbitMq((context, rabbit) =>
            {
                var broker = builder.Configuration.GetConnectionString("broker") ?? throw new InvalidOperationException("ConnectionStrings:broker is not set.");
                rabbit.Host(new Uri(broker), host => host.PublisherConfirmation = true);
                rabbit.UseInstrumentation(serviceName: service);
                // Operators look at failed messages as often as they like; newer brokers drop what was looked at twenty times.
                rabbit.SendTopology.ConfigureErrorSettings = errors => errors.SetQueueArgument("x-delivery-limit", int.MaxValue);
                rabbit.ConfigureJsonSerializerOptions(options =>
                {
                    options.Encoder = Wire.Json.Encoder;
                    return options;
                });
                foreach (var consumed in messaging.Consumed)
                {
                    rabbit.ReceiveEndpoint(consumed.Queue, endpoint =>
                    {
                        Durable(endpoint);
                        endpoint.ConfigureConsumer(context, consumed.Consumer);
                    });
                }

                if (messaging.Published.Count > 0)
                {
                    rabbit.ReceiveEndpoint(RepublishQueue(service), endpoint =>
                    {
                        Durable(endpoint);
                        endpoint.ConfigureConsumer<RepublishConsumer>(context);
                    });
                }
            });
        });
        builder.Services.AddHostedService<OutboxRelay>();
        builder.Services.AddHostedService<Subscriptions>();
        builder.Services.AddHostedService<TellAgainAfterRestore>();
        builder.Services.AddSingleton<QueueWatch>();
        builder.Services.AddSingleton<DatabaseFigures>();
        builder.Services.AddHostedService<FigureReader>();
    }

    private static string RepublishQueue(string service) => $"{service}-republish";

    private static void Durable(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.SetQuorumQueue();
        endpoint.PrefetchCount = 8;
        // One batch at a time keeps a replica's rows free of waits for each other; a batch is hundreds of facts.
        endpoint.ConcurrentMessageLimit = 1;
        // A database that is away is waited for; a fact that cannot be applied goes to the error queue, where it is seen and replayed.
        // The long wait lies inside the short one: an outer filter does not try again what an inner one has given up.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<Exception>(DatabaseAway.Explains);
            retry.Intervals(100, 500, 2000);
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(DatabaseAway.Explains);
            retry.Interval(TriesWhileAway, TimeSpan.FromSeconds(2));
        });
    }

    internal sealed record Catalogue(string Service, IReadOnlyList<PublishedFact> Published, IReadOnlyList<(string Queue, string Type)> Consumed, IReadOnlyList<(string Type, bool Owner, string Rows)> Digests)
    {
        /// <summary>All that this service listens to.</summary>
        public IReadOnlyList<string> Queues => [.. Consumed.Select(consumed => consumed.Queue), .. Published.Count > 0 ? [RepublishQueue(Service)] : Array.Empty<string>()];

        public PublishedFact? Find(string type) => Published.FirstOrDefault(fact => fact.Type == type);
    }
}
