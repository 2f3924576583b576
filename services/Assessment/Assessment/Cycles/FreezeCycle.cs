using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Assessment.Contracts;
using PartyCloud.Assessment.Storage;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Assessment.Cycles;

/// <summary>Which cycle a job freezes.</summary>
internal sealed record FreezePayload(Guid CycleId);

/// <summary>Freezes a cycle: a county at once, a city as a job.</summary>
internal static class FreezeCycle
{
    internal const string Kind = "assessment.freeze";

    /// <summary>A snapshot of more than this is work for a job rather than for a request.</summary>
    internal const int MostAtOnce = 20_000;

    internal static async Task<Results<Ok<CycleResponse>, Accepted<JobResponse>, NotFound, ScoresMissing>> Handle(
        Guid id, IfMatch ifMatch, HttpContext http, Caller caller, AssessmentDb db, CycleFreeze freeze, JobSignal signal, CancellationToken cancel)
    {
        var cycle = await db.Cycles.AsNoTracking().Within(caller.Reach).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (cycle is null)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(cycle);
        cycle.RequireOpen();
        if (await db.Organizations.Under(cycle.LevelCode).CountAsync(cancel) > MostAtOnce)
        {
            var job = await db.QueueAsync(Kind, JsonSerializer.Serialize(new FreezePayload(id), Wire.Json), caller, signal, cancel);
            return TypedResults.Accepted($"/api/v1/assessment/cycles/freezes/{job.Id}", job);
        }

        var (frozen, outcome) = await FreezeAsync(id, caller.Reach, db, freeze, null, cancel);
        if (frozen is null)
        {
            return new ScoresMissing(outcome);
        }

        IfMatch.Tag(http, frozen.Version);
        return TypedResults.Ok(CycleAnswers.From(frozen));
    }

    /// <summary>Alone with the cycle, in one transaction; null where a score is missing.</summary>
    internal static async Task<(AssessmentCycle? Cycle, Frozen Outcome)> FreezeAsync(
        Guid id, LevelScope reach, AssessmentDb db, CycleFreeze freeze, Func<Npgsql.NpgsqlConnection, Frozen, Task>? beforeCommit, CancellationToken cancel)
    {
        var (transaction, connection) = await db.BeginScopedAsync(reach, cancel);
        await using var _ = transaction;
        await connection.LockCycleAsync(id, alone: true, cancel);
        var cycle = await db.Cycles.Within(reach).SingleAsync(c => c.Id == id, cancel);
        cycle.RequireOpen();
        var scheme = await db.Schemes.AsNoTracking().SingleAsync(s => s.Id == cycle.SchemeId, cancel);
        var outcome = await freeze.RunAsync(connection, cycle, scheme.Content, cancel);
        if (outcome.MissingCount > 0)
        {
            return (null, outcome);
        }

        var now = db.Context.Clock.GetUtcNow();
        cycle.Freeze(outcome.Assessed, outcome.MissingCount, now);
        db.PublishOnCommit(new CycleFrozen(cycle.Id, cycle.Version, cycle.SchemeId, cycle.Year, cycle.ScopeOrganizationId, cycle.LevelCode, outcome.Assessed, now));
        await db.SaveChangesAsync(cancel);
        if (beforeCommit is not null)
        {
            await beforeCommit(connection, outcome);
        }

        await transaction.CommitAsync(cancel);
        return (cycle, outcome);
    }
}

/// <summary>The freeze of a city, in one step: either all of it is there or nothing.</summary>
internal sealed class FreezeCycleJob(SystemDb<AssessmentDb> databases, CycleFreeze freeze) : IJobHandler
{
    public async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        var payload = JsonSerializer.Deserialize<FreezePayload>(run.Payload, Wire.Json)!;
        await using var db = databases.CreateFor(run.Caller);
        var (frozen, outcome) = await FreezeCycle.FreezeAsync(
            payload.CycleId, run.Caller.Reach, db, freeze, (connection, done) => run.CheckpointAsync(connection, done.Assessed, [], cancel), cancel);
        if (frozen is null)
        {
            await using var connection = await run.OpenConnectionAsync(cancel);
            await using var transaction = await run.BeginAsync(connection, cancel);
            await run.CheckpointAsync(
                connection, 0, [.. outcome.Missing.Select((m, i) => new RowError(i + 1, "organization", "score.missing", null, m.Code, m.Name, m.Stage, m.Indicator))], cancel);
            await transaction.CommitAsync(cancel);
            throw new JobFailedException("cycle.scores-missing", outcome.MissingCount);
        }
    }
}

/// <summary>A cycle with missing scores is not frozen; the answer names them.</summary>
internal sealed class ScoresMissing(Frozen outcome) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => ProblemWriter.WriteAsync(
        httpContext, StatusCodes.Status409Conflict, "cycle.scores-missing", [outcome.MissingCount],
        [.. outcome.Missing.Select(m => new FieldError(m.OrganizationId.ToString(), "score.missing", m.Code, m.Name, m.Stage, m.Indicator))]);
}
