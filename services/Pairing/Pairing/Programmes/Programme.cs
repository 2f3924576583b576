using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Matching;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Programmes;

/// <summary>A year's pairing of some kind below one organization (结对项目), under one rule set.</summary>
internal sealed class Programme : IVersioned, IPlaced
{
    public Guid Id { get; private set; }

    /// <summary>Place of the organization it is for.</summary>
    public string LevelCode { get; private set; } = "";

    public Guid ScopeOrganizationId { get; private set; }

    public string Name { get; private set; } = "";

    public ProgrammeKind Kind { get; private set; }

    public int Year { get; private set; }

    public MatchingRuleSet RuleSet { get; private set; } = RuleSetTemplates.BureausToVillages;

    /// <summary>The class that organizations of the weak list get; null when the list is not taken over.</summary>
    public string? WeakListClass { get; private set; }

    public ProgrammeState State { get; private set; }

    public DateTimeOffset OpenedAt { get; private set; }

    public string? ClosedReason { get; private set; }

    public int Runs { get; private set; }

    public DateTimeOffset? LastRunAt { get; private set; }

    public int LastMatched { get; private set; }

    public int LastUnmatched { get; private set; }

    public long LastCost { get; private set; }

    public int Version { get; private set; }

    public bool HelpersArePersons => Kind is ProgrammeKind.Members or ProgrammeKind.Instructors;

    public bool NeedsArePersons => Kind is ProgrammeKind.Members;

    public static Programme Open(OpenProgrammeRequest request, string levelCode, MatchingRuleSet ruleSet, DateTimeOffset now)
    {
        var fault = ClassRules.Fault(ruleSet);
        Field.Require(fault is null, "ruleSet", fault ?? "");
        return new Programme
        {
            Id = Guid.CreateVersion7(now),
            LevelCode = levelCode,
            ScopeOrganizationId = request.ScopeOrganizationId,
            Name = request.Name,
            Kind = request.Kind,
            Year = request.Year,
            RuleSet = ruleSet with { CapacityPerHelper = request.CapacityPerHelper ?? ruleSet.CapacityPerHelper },
            WeakListClass = request.WeakListClass,
            State = ProgrammeState.Open,
            OpenedAt = now,
            Version = 1,
        };
    }

    public void RequireOpen() => Rule.Require(State is ProgrammeState.Open, "programme.closed");

    /// <summary>Pairs that exist go on; nothing new begins.</summary>
    public void Close(string reason)
    {
        RequireOpen();
        (State, ClosedReason) = (ProgrammeState.Closed, reason);
        Version++;
    }

    /// <summary>Notes a finished matching and gives its number.</summary>
    public int CompleteRun(MatchingResult result, DateTimeOffset now)
    {
        RequireOpen();
        Runs++;
        (LastRunAt, LastMatched, LastUnmatched, LastCost) = (now, result.Matched.Count, result.Unmatched.Count, result.TotalCost);
        Version++;
        return Runs;
    }
}
