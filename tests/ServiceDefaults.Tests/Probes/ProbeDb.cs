using Microsoft.EntityFrameworkCore;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Tests.Probes;

/// <summary>Something in a place, as every service has.</summary>
public sealed class Thing : IPlaced, IVersioned
{
    public Guid Id { get; private init; }

    public string LevelCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    public int Version { get; private set; }

    public static Thing At(string levelCode, string name) => new() { Id = Guid.CreateVersion7(), LevelCode = levelCode, Name = name, Version = 1 };

    public void Rename(string name) => (Name, Version) = (name, Version + 1);

    public void Move(string levelCode) => (LevelCode, Version) = (levelCode, Version + 1);
}

/// <summary>The fact that goes out when a thing changes.</summary>
public sealed record ThingState(Guid Id, int Version, string Name);

public sealed class ProbeDb(DbContextOptions<ProbeDb> options, RequestContext context) : ServiceDb(options, context)
{
    public DbSet<Thing> Things => Set<Thing>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Thing>().ToTable("things");
        base.OnModelCreating(modelBuilder);
    }
}
