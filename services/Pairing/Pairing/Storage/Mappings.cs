using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Pairs;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Proposals;
using PartyCloud.Pairing.Replicas;

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
    public void Configure(EntityTypeBuilder<Need> builder) =>
        builder.ToTable("needs").HasOne<Programme>().WithMany().HasForeignKey(row => row.ProgrammeId);
}

internal sealed class HelperMapping : IEntityTypeConfiguration<Helper>
{
    public void Configure(EntityTypeBuilder<Helper> builder) =>
        builder.ToTable("helpers").HasOne<Programme>().WithMany().HasForeignKey(row => row.ProgrammeId);
}

internal sealed class ProposalMapping : IEntityTypeConfiguration<Proposal>
{
    public void Configure(EntityTypeBuilder<Proposal> builder)
    {
        builder.ToTable("proposals");
        builder.ComplexProperty(proposal => proposal.Need, side => PartyColumns.Name(side, "need"));
        builder.ComplexProperty(proposal => proposal.Helper, side => PartyColumns.Name(side, "helper"));
        builder.Property(proposal => proposal.Reasons).HasColumnType("jsonb").HasConversion(
            reasons => JsonSerializer.Serialize(reasons, Wire.Json), text => JsonSerializer.Deserialize<ProposalReasons>(text, Wire.Json)!);
    }
}

internal sealed class PairMapping : IEntityTypeConfiguration<Pair>
{
    public void Configure(EntityTypeBuilder<Pair> builder)
    {
        builder.ToTable("pairs");
        builder.ComplexProperty(pair => pair.Need, side => PartyColumns.Name(side, "need"));
        builder.ComplexProperty(pair => pair.Helper, side => PartyColumns.Name(side, "helper"));
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

internal static class PartyColumns
{
    public static void Name(ComplexPropertyBuilder<Party> side, string prefix)
    {
        side.Property(party => party.Id).HasColumnName($"{prefix}_id");
        side.Property(party => party.OrganizationId).HasColumnName($"{prefix}_organization_id");
        side.Property(party => party.Code).HasColumnName($"{prefix}_code");
        side.Property(party => party.Name).HasColumnName($"{prefix}_name");
        side.Property(party => party.LevelCode).HasColumnName($"{prefix}_level_code");
        side.Property(party => party.PersonCode).HasColumnName($"{prefix}_person_code");
        side.Property(party => party.PersonName).HasColumnName($"{prefix}_person_name");
    }
}
