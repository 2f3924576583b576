using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Replica;

/// <summary>What a service remembers of an organization that another service owns. Nobody but the consumer writes it.</summary>
public sealed class OrganizationReplica : IPlaced
{
    private OrganizationReplica()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public string Code { get; private set; } = "";

    public string LevelCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    public OrganizationKind Kind { get; private set; }

    public string DomainType { get; private set; } = "";

    public Guid? ParentId { get; private set; }

    public string? RegionCode { get; private set; }

    public OrganizationStatus Status { get; private set; }

    public Guid? MergedIntoId { get; private set; }
}

/// <summary>Include it in a service's model by <c>modelBuilder.ApplyConfiguration(new OrganizationReplicaMapping())</c>.</summary>
public sealed class OrganizationReplicaMapping : IEntityTypeConfiguration<OrganizationReplica>
{
    public void Configure(EntityTypeBuilder<OrganizationReplica> builder) => builder.ToTable("organization_replica");
}
