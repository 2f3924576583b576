using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartyCloud.Organizations.Tree;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Storage;

internal sealed class OrganizationsDb(DbContextOptions<OrganizationsDb> options, RequestContext context) : ServiceDb(options, context)
{
    public DbSet<PartyOrganization> Organizations => Set<PartyOrganization>();

    public DbSet<Rollup> Rollups => Set<Rollup>();

    public DbSet<DomainTypeRow> DomainTypes => Set<DomainTypeRow>();
}

/// <summary>One count over one subtree.</summary>
internal sealed record Rollup(string LevelCode, string Measure, int Count);

/// <summary>A type that organizations are assessed by (党建类型).</summary>
internal sealed record DomainTypeRow(string Code, string Name, string NameEn, int Position);

internal sealed class OrganizationMapping : IEntityTypeConfiguration<PartyOrganization>
{
    public void Configure(EntityTypeBuilder<PartyOrganization> builder) => builder.ToTable("party_organizations").Ignore(o => o.IsBranch);
}

internal sealed class RollupMapping : IEntityTypeConfiguration<Rollup>
{
    public void Configure(EntityTypeBuilder<Rollup> builder) => builder.ToTable("rollups").HasKey(row => new { row.LevelCode, row.Measure });
}

internal sealed class DomainTypeMapping : IEntityTypeConfiguration<DomainTypeRow>
{
    public void Configure(EntityTypeBuilder<DomainTypeRow> builder) => builder.ToTable("domain_types").HasKey(row => row.Code);
}

internal static class OrganizationQueries
{
    public static Task<PartyOrganization?> FindWithin(this OrganizationsDb db, Guid id, LevelScope scope, CancellationToken cancel) =>
        db.Organizations.Within(scope).SingleOrDefaultAsync(o => o.Id == id, cancel);
}
