using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Pairing.Contracts;
using PartyCloud.Pairing.Matching;
using PartyCloud.Pairing.Programmes;
using PartyCloud.Pairing.Storage;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Pairing.Proposals;

/// <summary>
/// Matches a programme: keeps what is confirmed, leaves out what was rejected, and replaces the open proposals of the run before. All of
/// it is one step: either the new proposals stand or the old ones do.
/// </summary>
internal sealed class MatchProgrammeJob(SystemDb<PairingDb> databases, TimeProvider clock) : IJobHandler
{
    // No code can hold it, so that organization and person never run into each other.
    private const char Separator = '\u0001';

    public async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        if (run.Done > 0)
        {
            return;
        }

        var programmeId = JsonSerializer.Deserialize<MatchProgramme.Payload>(run.Payload, Wire.Json)!.ProgrammeId;
        await using var db = databases.CreateFor(run.Caller);
        await using var transaction = await db.HoldProgrammeAsync(programmeId, cancel);
        var programme = await db.FindProgrammeAsync(programmeId, run.Caller, cancel) ?? throw new JobFailedException("request.not-found");
        var situation = await Situation.LoadAsync(db, programme, cancel);
        await run.SetTotalAsync(situation.Needs.Count, cancel);

        var result = Matcher.Match(programme.RuleSet, situation.Input(programme), cancel);
        var number = programme.CompleteRun(result, clock.GetUtcNow());
        await ReplaceProposalsAsync(db, programme, situation, result, number, cancel);
        var results = $"/api/v1/pairing/programmes/{programmeId}/proposals";
        await db.Database.ExecuteSqlAsync($"update jobs set result_url = {results} where id = {run.Id}", cancel);
        await run.CheckpointAsync(await db.OpenedAsync(cancel), situation.Needs.Count, [], cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task ReplaceProposalsAsync(
        PairingDb db, Programme programme, Situation situation, MatchingResult result, int number, CancellationToken cancel)
    {
        var open = await db.Proposals.Where(proposal => proposal.ProgrammeId == programme.Id && proposal.State == ProposalState.Proposed)
            .ToDictionaryAsync(proposal => new Couple(proposal.Need.Id, proposal.Helper.Id), cancel);
        var wanted = result.Matched.ToDictionary(match => new Couple(match.NeedId, match.HelperId));
        foreach (var (couple, proposal) in open)
        {
            if (wanted.TryGetValue(couple, out var match))
            {
                proposal.ProposeAgain(number, situation.Reasons(match));
            }
            else
            {
                proposal.Supersede();
            }
        }

        foreach (var match in result.Matched)
        {
            situation.Needs[match.NeedId].NoteMatching(null);
        }

        foreach (var unmatched in result.Unmatched)
        {
            situation.Needs[unmatched.NeedId].NoteMatching(unmatched.Reason);
        }

        // A need has one open proposal at a time: the old ones close before the new ones come.
        await db.SaveChangesAsync(cancel);
        db.Proposals.AddRange(wanted.Where(entry => !open.ContainsKey(entry.Key)).Select(entry =>
            Proposal.Propose(situation.Needs[entry.Key.NeedId], situation.Helpers[entry.Key.HelperId], number, situation.Reasons(entry.Value))));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>What a run starts from.</summary>
    private sealed record Situation(
        Dictionary<Guid, Need> Needs, Dictionary<Guid, Helper> Helpers, Couple[] Fixed, Couple[] Rejected, Dictionary<(Guid, string), int> Elsewhere)
    {
        public static async Task<Situation> LoadAsync(PairingDb db, Programme programme, CancellationToken cancel)
        {
            var id = programme.Id;
            var needs = await db.Needs.Where(need => need.ProgrammeId == id && need.State != NeedState.Withdrawn).ToDictionaryAsync(need => need.Id, cancel);
            var helpers = await db.Helpers.Where(helper => helper.ProgrammeId == id && !helper.Withdrawn).ToDictionaryAsync(helper => helper.Id, cancel);
            var pairs = await db.Pairs.AsNoTracking().Where(pair => pair.ProgrammeId == id && pair.State == PairState.Active)
                .Select(pair => new { NeedId = pair.Need.Id, HelperId = pair.Helper.Id }).ToListAsync(cancel);
            var rejected = await db.Proposals.AsNoTracking().Where(proposal => proposal.ProgrammeId == id && proposal.State == ProposalState.Rejected)
                .Select(proposal => new { NeedId = proposal.Need.Id, HelperId = proposal.Helper.Id }).ToListAsync(cancel);
            var organizations = helpers.Values.Select(helper => helper.OrganizationId).Distinct().ToArray();
            var elsewhere = await db.Pairs.AsNoTracking()
                .Where(pair => pair.State == PairState.Active && pair.ProgrammeId != id && organizations.Contains(pair.Helper.OrganizationId))
                .GroupBy(pair => new { pair.Helper.OrganizationId, pair.Helper.PersonCode })
                .Select(group => new { group.Key.OrganizationId, group.Key.PersonCode, Count = group.Count() }).ToListAsync(cancel);
            return new Situation(
                needs,
                helpers,
                [.. pairs.Select(pair => new Couple(pair.NeedId, pair.HelperId))],
                [.. rejected.Select(proposal => new Couple(proposal.NeedId, proposal.HelperId))],
                elsewhere.ToDictionary(load => (load.OrganizationId, load.PersonCode), load => load.Count));
        }

        public MatchingInput Input(Programme programme) => new(
            [.. Needs.Values.Select(need => new NeedCandidate(need.Id, Key(need.OrganizationCode, need.PersonCode), need.LevelCode, need.Classes))],
            [.. Helpers.Values.Select(helper => new HelperCandidate(
                helper.Id,
                Key(helper.OrganizationCode, helper.PersonCode),
                helper.LevelCode,
                helper.HelperClass,
                helper.Capacity,
                Elsewhere.GetValueOrDefault((helper.OrganizationId, helper.PersonCode))))],
            Fixed,
            Rejected,
            AllowInOneLine: programme.Kind is not ProgrammeKind.Organizations);

        public ProposalReasons Reasons(MatchedNeed match) => new(
            match.Cost.HelperClass,
            match.Cost.NeedClass,
            match.Cost.Priority,
            match.Cost.ClassCost,
            match.Cost.Distance,
            match.Cost.DistanceCost,
            match.Cost.Load,
            match.Cost.LoadCost,
            match.Cost.Total,
            [.. match.Alternatives.Select(option => new AlternativeResponse(
                option.HelperId, Helpers[option.HelperId].OrganizationCode, option.Cost, option.HelpsInstead))]);

        private static string Key(string code, string person) => person.Length == 0 ? code : $"{code}{Separator}{person}";
    }
}
