using Microsoft.EntityFrameworkCore;
using PartyCloud.Organizations.Replica;
using PartyCloud.Pairing.Pairs;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Proposals;
using PartyCloud.Pairing.Replicas;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Storage;

internal sealed class PairingDb(DbContextOptions<PairingDb> options, RequestContext context) : ServiceDb(options, context)
{
    public DbSet<OrganizationReplica> Organizations => Set<OrganizationReplica>();

    public DbSet<Programme> Programmes => Set<Programme>();

    public DbSet<Need> Needs => Set<Need>();

    public DbSet<Helper> Helpers => Set<Helper>();

    public DbSet<Proposal> Proposals => Set<Proposal>();

    public DbSet<Pair> Pairs => Set<Pair>();

    public DbSet<Visit> Visits => Set<Visit>();

    public DbSet<WeakListing> WeakListings => Set<WeakListing>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new OrganizationReplicaMapping());
        base.OnModelCreating(modelBuilder);
    }
}
