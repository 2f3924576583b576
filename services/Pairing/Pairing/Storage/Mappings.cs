using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Pairs;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Proposals;
using PartyCloud.Pairing.Replicas;
using PartyCloud.ServiceDefaults.Messaging;

namespace PartyCloud.Pairing.Storage;

internal sealed class ProgrammeMapping : IEntityTypeConfiguration<Programme>
{
    public void Configure(EntityTypeBuilder<Programme> builder)
    {
        builder.ToTable("programmes");
        builder.Property(programme => programme.RuleSet).HasColumnType("jsonb").HasConversion(
            rules => JsonSerializer.Serialize(rules, Wire.Json), text => JsonSerializer.Deserialize<MatchingRuleSet>(text, Wire.Json)!);
    }
}

internal sealed class NeedMapping : IEntityTypeConfiguration<Need>
{
    public void Configure(EntityTypeBuilder<Need> builder) => builder.ToTable("needs");
}

internal sealed class HelperMapping : IEntityTypeConfiguration<Helper>
{
    public void Configure(EntityTypeBuilder<Helper> builder) => builder.ToTable("helpers");
}

internal sealed class ProposalMapping : IEntityTypeConfiguration<Proposal>
{
    public void Configure(EntityTypeBuilder<Proposal> builder)
    {
        builder.ToTable("proposals");
        builder.OwnsOne(proposal => proposal.Need);
        builder.OwnsOne(proposal => proposal.Helper);
        builder.Navigation(proposal => proposal.Need).IsRequired();
        builder.Navigation(proposal => proposal.Helper).IsRequired();
        builder.Property(proposal => proposal.Reasons).HasColumnType("jsonb").HasConversion(
            reasons => JsonSerializer.Serialize(reasons, Wire.Json), text => JsonSerializer.Deserialize<ProposalReasons>(text, Wire.Json)!);
    }
}

internal sealed class PairMapping : IEntityTypeConfiguration<Pair>
{
    public void Configure(EntityTypeBuilder<Pair> builder)
    {
        builder.ToTable("pairs");
        builder.OwnsOne(pair => pair.Need);
        builder.OwnsOne(pair => pair.Helper);
        builder.Navigation(pair => pair.Need).IsRequired();
        builder.Navigation(pair => pair.Helper).IsRequired();
    }
}

internal sealed class VisitMapping : IEntityTypeConfiguration<Visit>
{
    public void Configure(EntityTypeBuilder<Visit> builder) => builder.ToTable("visits");
}

internal sealed class WeakListingMapping : IEntityTypeConfiguration<WeakListing>
{
    public void Configure(EntityTypeBuilder<WeakListing> builder) =>
        builder.ToTable("weak_listings").HasKey(listing => new { listing.OrganizationId, listing.Year });
}
