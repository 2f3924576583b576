extern alias assessment;
extern alias members;
extern alias organizations;
extern alias pairing;

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.Testing;

namespace PartyCloud.Architecture.Tests;

/// <summary>A service as the tests of this project see it: whatever it is, it has routes, a document and a database.</summary>
public interface IPart : IAsyncLifetime
{
    string Name { get; }

    IServiceProvider Services { get; }

    TestDatabase Database { get; }

    /// <summary>How many filters over level codes were taken out of queries so far, where the part runs without them.</summary>
    int FiltersTakenOut { get; }

    /// <summary>Takes in what the organizations service tells, as the part's consumer would.</summary>
    Task HearsAsync(IReadOnlyList<OrganizationState> organizations);

    HttpClient Anonymous();

    HttpClient As(Caller caller);

    Task<int> ExecuteAsync(string sql, params object?[] values);

    Task<List<TRow>> RowsAsync<TRow>(string sql, Func<Npgsql.NpgsqlDataReader, TRow> read, params object?[] values);
}

public sealed class Part<TEntryPoint>(string name, bool withFilters)
    : ServiceApp<TEntryPoint>(name, typeof(OrganizationReplica).Assembly, typeof(TEntryPoint).Assembly), IPart
    where TEntryPoint : class
{
    private readonly WithoutScopeFilters interceptor = new();

    public string Name { get; } = name;

    public int FiltersTakenOut => interceptor.TakenOut;

    protected override void Configure(IServiceCollection services)
    {
        if (!withFilters)
        {
            OfItsDatabase(nameof(TakeFiltersOut)).Invoke(this, [services]);
        }
    }

    public Task HearsAsync(IReadOnlyList<OrganizationState> organizations) =>
        (Task)OfItsDatabase(nameof(TakeInAsync)).Invoke(this, [organizations])!;

    private static MethodInfo OfItsDatabase(string method) =>
        typeof(Part<TEntryPoint>).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(typeof(TEntryPoint).Assembly.GetTypes().Single(type => type.IsSubclassOf(typeof(ServiceDb))));

    private async Task TakeInAsync<TDb>(IReadOnlyList<OrganizationState> organizations)
        where TDb : ServiceDb
    {
        await using var scope = Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<SystemDb<TDb>>().Create();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await scope.ServiceProvider.GetRequiredService<OnOrganizationState<TDb>>().HandleAsync(organizations, db, default);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private void TakeFiltersOut<TDb>(IServiceCollection services)
        where TDb : DbContext => services.ConfigureDbContext<TDb>(options => options.AddInterceptors(interceptor));
}

/// <summary>All services, each on a database of its own.</summary>
public sealed class Parts : IAsyncLifetime
{
    public Parts()
        : this(withFilters: true)
    {
    }

    internal Parts(bool withFilters) => All =
    [
        new Part<organizations::Program>("organizations", withFilters), new Part<members::Program>("members", withFilters),
        new Part<assessment::Program>("assessment", withFilters), new Part<pairing::Program>("pairing", withFilters),
    ];

    public IReadOnlyList<IPart> All { get; }

    public async Task InitializeAsync()
    {
        foreach (var part in All)
        {
            await part.InitializeAsync();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var part in All)
        {
            await part.DisposeAsync();
        }
    }
}

[CollectionDefinition(nameof(Parts))]
public sealed class PartsCollection : ICollectionFixture<Parts>;
