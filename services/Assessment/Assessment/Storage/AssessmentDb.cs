using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Consequences;
using PartyCloud.Assessment.Cycles;
using PartyCloud.Assessment.Rectification;
using PartyCloud.Assessment.Schemes;
using PartyCloud.Assessment.Selection;
using PartyCloud.Organizations.Replica;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Storage;

internal sealed class AssessmentDb(DbContextOptions<AssessmentDb> options, RequestContext context) : ServiceDb(options, context)
{
    internal DbSet<OrganizationReplica> Organizations => Set<OrganizationReplica>();

    internal DbSet<AssessmentScheme> Schemes => Set<AssessmentScheme>();

    internal DbSet<AssessmentCycle> Cycles => Set<AssessmentCycle>();

    internal DbSet<CycleExclusion> Exclusions => Set<CycleExclusion>();

    internal DbSet<RecordedScore> Scores => Set<RecordedScore>();

    internal DbSet<CycleOrganization> CycleOrganizations => Set<CycleOrganization>();

    internal DbSet<WeakList> Selections => Set<WeakList>();

    internal DbSet<WeakListItem> SelectionItems => Set<WeakListItem>();

    internal DbSet<WeakListQuota> SelectionQuotas => Set<WeakListQuota>();

    internal DbSet<RectificationCase> Rectifications => Set<RectificationCase>();

    internal DbSet<AccountabilityTalk> Talks => Set<AccountabilityTalk>();

    internal DbSet<FalsificationFinding> Falsifications => Set<FalsificationFinding>();

    internal DbSet<Restriction> Restrictions => Set<Restriction>();

    internal DbSet<RemovalProposal> RemovalProposals => Set<RemovalProposal>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new OrganizationReplicaMapping());
        base.OnModelCreating(modelBuilder);
    }
}
