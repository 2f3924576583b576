using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartyCloud.Members.Mobility;
using PartyCloud.Members.Registry;
using PartyCloud.Members.Transfers;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Storage;

internal sealed class MembersDb(DbContextOptions<MembersDb> options, RequestContext context) : ServiceDb(options, context)
{
    public DbSet<Member> Members => Set<Member>();

    public DbSet<OrganizationReplica> Organizations => Set<OrganizationReplica>();

    public DbSet<Transfer> Transfers => Set<Transfer>();

    public DbSet<MobileStay> Stays => Set<MobileStay>();

    public DbSet<RelationRule> RelationRules => Set<RelationRule>();

    /// <summary>
    /// Who files something under an organization's place waits while places are rewritten, and lets others do the same; otherwise a
    /// row could be filed under a place that is just going away.
    /// </summary>
    public Task SharePlacesAsync(CancellationToken cancel) => Database.ExecuteSqlRawAsync(Places.Share, cancel);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new OrganizationReplicaMapping());
        base.OnModelCreating(modelBuilder);
    }
}

internal static class MembersQueries
{
    /// <summary>What lies in the caller's scope, or in the subtree of it that is named; null when that organization is absent or out of scope.</summary>
    public static async Task<IQueryable<T>?> WithinAsync<T>(this MembersDb db, IQueryable<T> rows, Guid? under, Caller caller, CancellationToken cancel)
        where T : class, IPlaced =>
        await db.Organizations.ReachAsync(caller, under, cancel) is { } reach ? rows.Within(reach) : null;
}

internal static class Places
{
    public const string Share = "select pg_advisory_xact_lock_shared(7234020)";

    /// <summary>For who rewrites them.</summary>
    public const string Lock = "select pg_advisory_xact_lock(7234020)";
}

internal sealed class MemberMapping : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> builder) => builder.ToTable("members").Ignore(m => m.IsOpen);
}

internal sealed class TransferMapping : IEntityTypeConfiguration<Transfer>
{
    public void Configure(EntityTypeBuilder<Transfer> builder) => builder.ToTable("transfers").HasKey(t => new { t.Id, t.Direction });
}

internal sealed class MobileStayMapping : IEntityTypeConfiguration<MobileStay>
{
    public void Configure(EntityTypeBuilder<MobileStay> builder) => builder.ToTable("mobility").HasKey(s => new { s.Id, s.Side });
}

internal sealed class RelationRuleMapping : IEntityTypeConfiguration<RelationRule>
{
    public void Configure(EntityTypeBuilder<RelationRule> builder) => builder.ToTable("relation_rules").HasKey(r => r.EffectiveFrom);
}
