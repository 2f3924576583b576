using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Consequences;
using PartyCloud.Assessment.Cycles;
using PartyCloud.Assessment.Rectification;
using PartyCloud.Assessment.Schemes;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Storage;

internal sealed class AssessmentDb(DbContextOptions<AssessmentDb> options, RequestContext context) : ServiceDb(options, context)
{
    internal DbSet<AssessmentScheme> Schemes => Set<AssessmentScheme>();

    internal DbSet<AssessmentCycle> Cycles => Set<AssessmentCycle>();

    internal DbSet<RectificationCase> Rectifications => Set<RectificationCase>();

    internal DbSet<AccountabilityTalk> Talks => Set<AccountabilityTalk>();

    internal DbSet<FalsificationFinding> Falsifications => Set<FalsificationFinding>();

    internal DbSet<Restriction> Restrictions => Set<Restriction>();

    internal DbSet<RemovalProposal> RemovalProposals => Set<RemovalProposal>();
}
