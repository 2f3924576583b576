using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Matching;
using PartyCloud.Pairing.Programmes;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Pairs;

/// <summary>Who helps whom, from a day until a day (结对).</summary>
internal sealed class Pair : IVersioned
{
    public Guid Id { get; private set; }

    public Guid ProgrammeId { get; private set; }

    public ProgrammeKind Kind { get; private set; }

    public Party Need { get; private set; } = null!;

    public Party Helper { get; private set; } = null!;

    public PairState State { get; private set; }

    public PairSource Source { get; private set; }

    public DateOnly StartedOn { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    /// <summary>Why it was formed by hand, then why it ended.</summary>
    public string? Reason { get; private set; }

    public int Visits { get; private set; }

    public DateOnly? LastVisitOn { get; private set; }

    public int Version { get; private set; }

    /// <summary>Takes the helper's place and the need's; both say no where they are taken.</summary>
    public static (Pair Pair, PairFormed Fact) Form(
        Guid id, Programme programme, Need need, Helper helper, PairSource source, DateOnly startedOn, DateOnly today, string? reason = null)
    {
        programme.RequireOpen();
        Rule.Require(startedOn <= today, "pair.starts-in-future");
        Rule.Require(
            programme.Kind is not ProgrammeKind.Organizations || !TreeDistance.InOneLine(need.LevelCode, helper.LevelCode), "pair.in-one-line");
        helper.Take();
        need.Serve();
        var pair = new Pair
        {
            Id = id,
            ProgrammeId = programme.Id,
            Kind = programme.Kind,
            Need = Party.Of(need),
            Helper = Party.Of(helper),
            State = PairState.Active,
            Source = source,
            StartedOn = startedOn,
            Reason = reason,
            Version = 1,
        };
        return (pair, new PairFormed(
            pair.Id, pair.ProgrammeId, pair.Kind, need.OrganizationId, helper.OrganizationId,
            need.NeedClass, helper.HelperClass, source, startedOn, pair.Version));
    }

    /// <summary>Frees the need and the helper for another pair.</summary>
    public PairEnded End(Need need, Helper helper, string reason, DateOnly endedOn, DateOnly today)
    {
        Rule.Require(State is PairState.Active, "pair.ended");
        Rule.Require(endedOn >= StartedOn, "pair.ends-before-start");
        Rule.Require(endedOn <= today, "pair.ends-in-future");
        Rule.Require(LastVisitOn is not { } last || endedOn >= last, "pair.ends-before-visit");
        need.Release();
        helper.Release();
        (State, EndedOn, Reason) = (PairState.Ended, endedOn, reason);
        Version++;
        return new PairEnded(Id, ProgrammeId, Kind, Need.OrganizationId, Helper.OrganizationId, StartedOn, endedOn, reason, Visits, Version);
    }

    public (Visit Visit, VisitRecorded Fact) RecordVisit(RecordVisitRequest request, string by, DateTimeOffset now, DateOnly today)
    {
        Rule.Require(State is PairState.Active, "pair.ended");
        Rule.Require(request.On >= StartedOn, "visit.before-start");
        Rule.Require(request.On <= today, "visit.in-future");
        Visits++;
        LastVisitOn = LastVisitOn is { } last && last > request.On ? last : request.On;
        Version++;
        var visit = new Visit
        {
            Id = Guid.CreateVersion7(now),
            PairId = Id,
            NeedLevelCode = Need.LevelCode,
            HelperLevelCode = Helper.LevelCode,
            On = request.On,
            Activities = [.. request.Activities.Distinct(StringComparer.Ordinal)],
            Summary = request.Summary,
            Beneficiaries = request.Beneficiaries,
            Cost = request.Cost,
            RecordedBy = by,
            RecordedAt = now,
        };
        return (visit, new VisitRecorded(
            visit.Id, Id, ProgrammeId, Kind, Need.OrganizationId, Helper.OrganizationId, visit.On, visit.Activities, visit.Beneficiaries, visit.Cost, Visits));
    }
}
