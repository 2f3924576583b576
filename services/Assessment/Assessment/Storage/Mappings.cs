using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartyCloud.Assessment.Consequences;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Cycles;
using PartyCloud.Assessment.Rectification;
using PartyCloud.Assessment.Schemes;
using PartyCloud.Assessment.Selection;
using PartyCloud.Contracts;

namespace PartyCloud.Assessment.Storage;

internal sealed class SchemeMapping : IEntityTypeConfiguration<AssessmentScheme>
{
    public void Configure(EntityTypeBuilder<AssessmentScheme> builder)
    {
        builder.ToTable("schemes");
        // A document that is replaced as a whole and never edited in place: two are the same only when they are one.
        builder.Property(s => s.Content).HasColumnType("jsonb").HasConversion(
            content => JsonSerializer.Serialize(content, Wire.Json),
            text => JsonSerializer.Deserialize<SchemeContent>(text, Wire.Json)!,
            new ValueComparer<SchemeContent>((a, b) => ReferenceEquals(a, b), content => content.GetHashCode(), content => content));
    }
}

internal sealed class CycleMapping : IEntityTypeConfiguration<AssessmentCycle>
{
    public void Configure(EntityTypeBuilder<AssessmentCycle> builder) => builder.ToTable("cycles");
}

internal sealed class ExclusionMapping : IEntityTypeConfiguration<CycleExclusion>
{
    public void Configure(EntityTypeBuilder<CycleExclusion> builder) => builder.ToTable("cycle_exclusions").HasKey(e => new { e.CycleId, e.OrganizationId });
}

internal sealed class RecordedScoreMapping : IEntityTypeConfiguration<RecordedScore>
{
    public void Configure(EntityTypeBuilder<RecordedScore> builder) => builder.ToTable("scores").HasKey(s => new { s.CycleId, s.OrganizationId, s.Slot });
}

internal sealed class CycleOrganizationMapping : IEntityTypeConfiguration<CycleOrganization>
{
    public void Configure(EntityTypeBuilder<CycleOrganization> builder) => builder.ToTable("cycle_organizations").HasKey(o => new { o.CycleId, o.Position });
}

internal sealed class WeakListMapping : IEntityTypeConfiguration<WeakList>
{
    public void Configure(EntityTypeBuilder<WeakList> builder) => builder.ToTable("selections").Property(s => s.Request).HasColumnType("jsonb");
}

internal sealed class WeakListItemMapping : IEntityTypeConfiguration<WeakListItem>
{
    public void Configure(EntityTypeBuilder<WeakListItem> builder) => builder.ToTable("selection_items").HasKey(i => new { i.SelectionId, i.Ordinal });
}

internal sealed class WeakListQuotaMapping : IEntityTypeConfiguration<WeakListQuota>
{
    public void Configure(EntityTypeBuilder<WeakListQuota> builder) => builder.ToTable("selection_quotas").HasKey(q => new { q.SelectionId, q.Ordinal });
}

internal sealed class RectificationMapping : IEntityTypeConfiguration<RectificationCase>
{
    public void Configure(EntityTypeBuilder<RectificationCase> builder)
    {
        builder.ToTable("rectifications");
        builder.Ignore(c => c.IsOver);
        builder.OwnsMany(c => c.Measures, measure => measure.ToJson("measures"));
        builder.OwnsMany(c => c.Acceptances, sheet => sheet.ToJson("acceptances"));
        builder.Navigation(c => c.Measures).HasField("measures").UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.Navigation(c => c.Acceptances).HasField("acceptances").UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class TalkMapping : IEntityTypeConfiguration<AccountabilityTalk>
{
    public void Configure(EntityTypeBuilder<AccountabilityTalk> builder) => builder.ToTable("talks");
}

internal sealed class FalsificationMapping : IEntityTypeConfiguration<FalsificationFinding>
{
    public void Configure(EntityTypeBuilder<FalsificationFinding> builder) => builder.ToTable("falsifications");
}

internal sealed class RestrictionMapping : IEntityTypeConfiguration<Restriction>
{
    public void Configure(EntityTypeBuilder<Restriction> builder)
    {
        builder.ToTable("restrictions");
        builder.Property(r => r.Scopes).HasColumnType("text[]").HasConversion(
            scopes => scopes.Select(scope => JsonNamingPolicy.CamelCase.ConvertName(scope.ToString())).ToArray(),
            names => names.Select(name => Enum.Parse<RestrictionScope>(name, true)).ToArray(),
            new ValueComparer<RestrictionScope[]>((a, b) => ReferenceEquals(a, b), scopes => scopes.Length, scopes => scopes));
    }
}

internal sealed class RemovalMapping : IEntityTypeConfiguration<RemovalProposal>
{
    public void Configure(EntityTypeBuilder<RemovalProposal> builder) => builder.ToTable("removal_proposals");
}
