using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Messaging;

namespace PartyCloud.ServiceDefaults.Storage;

/// <summary>The same for code that serves every service and does not know which database it has.</summary>
public sealed record Databases(Func<ServiceDb> System, Func<Caller, ServiceDb> For);

/// <summary>Makes a unit of work that is not a request's: for consumers and schedules (all rows), and for jobs (their owner's rows).</summary>
public sealed class SystemDb<TDb>(IServiceProvider services, ServiceDatabase database, TimeProvider clock, OutboxSignal outbox)
    where TDb : ServiceDb
{
    private readonly DbContextOptions<TDb> system = Configure(new DbContextOptionsBuilder<TDb>().UseNpgsql(database.System)).Options;
    private readonly DbContextOptions<TDb> app = Configure(new DbContextOptionsBuilder<TDb>().UseNpgsql(database.App)).Options;

    /// <summary>Sees all rows.</summary>
    public TDb Create() => Create(system, new RequestContext(clock, outbox) { IsSystem = true, Caller = Caller.System });

    /// <summary>Sees what the caller sees.</summary>
    public TDb CreateFor(Caller caller) => Create(app, new RequestContext(clock, outbox) { Caller = caller });

    /// <summary>
    /// Sees all rows, and the audit log names the caller: for what concerns two sides, of which the caller's scope holds one. Ask for
    /// the caller's own side in scope first. What is written must be audited in so many words.
    /// </summary>
    public TDb CreateBeyondScope(Caller caller) => Create(system, new RequestContext(clock, outbox) { IsSystem = true, Caller = caller });

    internal static DbContextOptionsBuilder<TDb> Configure(DbContextOptionsBuilder<TDb> options) => options
        .AddInterceptors(new ScopeInterceptor())
        .UseQueryTrackingBehavior(QueryTrackingBehavior.TrackAll);

    private TDb Create(DbContextOptions<TDb> options, RequestContext context) =>
        ActivatorUtilities.CreateInstance<TDb>(services, options, context);
}
