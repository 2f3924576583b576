using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Documents;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Tests.Probes;

public enum ThingKind
{
    Plain,
    VeryPlain,
}

public sealed record ThingResponse(Guid Id, string LevelCode, string Name, int Version);

public sealed record ThingPart([property: Required, StringLength(5, MinimumLength = 1)] string? Label, [property: Range(1, 9)] int Count, [property: Range(0, 9)] decimal Weight = 0);

public sealed record NewThing(
    [property: StringLength(60, MinimumLength = 3)] string LevelCode, [property: StringLength(20, MinimumLength = 1)] string Name,
    [property: MaxLength(2)] IReadOnlyList<ThingPart>? Parts = null, ThingPart? Main = null);

public sealed record Renaming([property: StringLength(20, MinimumLength = 1)] string Name);

/// <summary>Where tests hold requests and steps of jobs up, and what they count of them.</summary>
public sealed class Gates
{
    private int executions;

    public TaskCompletionSource Open { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Refuses { get; set; }

    public int Executions => executions;

    /// <summary>At which number the counting job waits for <see cref="Open"/>; none by default.</summary>
    public int WaitsAt { get; set; } = int.MaxValue;

    public List<(Guid Job, long Done)> Begun { get; } = [];

    public void Count() => Interlocked.Increment(ref executions);
}

internal static class ProbeApi
{
    public static void MapProbe(this WebApplication app)
    {
        var probe = app.MapApi("probe", "Probe");
        probe.MapGet("/things", ListAsync).RequirePermission("probe.read");
        probe.MapPost("/things", AddAsync).RequirePermission("probe.write");
        probe.MapPatch("/things/{id:guid}", RenameAsync).RequirePermission("probe.write");
        probe.MapPost("/held", HoldAsync).RequirePermission("probe.write");
        probe.MapGet("/rule", string () => throw new RuleViolationException("organization.too-deep", 20)).RequirePermission("probe.read");
        probe.MapGet("/fault", string () => throw new InvalidOperationException("secret inside")).RequirePermission("probe.read");
        probe.MapGet("/kinds", (ThingKind? kind) => TypedResults.Ok(kind)).RequirePermission("probe.read");
        probe.MapGet("/going", () => TypedResults.Ok("still here")).RequirePermission("probe.read").Deprecated(new(2026, 7, 1), new(2027, 1, 1), "/api/v1/probe/things");
        probe.MapGet("/undeclared", () => "never shown");
        probe.MapPost("/jobs", async (int total, ServiceDb db, Caller caller, JobSignal signal, CancellationToken cancel) =>
            TypedResults.Accepted((string?)null, await db.QueueAsync(CountingJob.Kind, $$"""{"total":{{total}}}""", caller, signal, cancel))).RequirePermission("probe.write");
        probe.MapGroup("/jobs").MapJobs(CountingJob.Kind, "probe.write");
    }

    private static async Task<Ok<List<ThingResponse>>> ListAsync(ProbeDb db, CancellationToken cancel, string? name = null)
    {
        var things = name is null ? db.Things : db.Things.Where(thing => thing.Name == name);
        return TypedResults.Ok(await things.AsNoTracking().OrderBy(thing => thing.LevelCode).ThenBy(thing => thing.Id)
            .Select(thing => new ThingResponse(thing.Id, thing.LevelCode, thing.Name, thing.Version)).ToListAsync(cancel));
    }

    private static async Task<Created<ThingResponse>> AddAsync(NewThing request, ProbeDb db, Gates gates, CancellationToken cancel)
    {
        var thing = Thing.At(request.LevelCode, request.Name);
        db.Add(thing);
        await db.SaveChangesAsync(cancel);
        gates.Count();
        return TypedResults.Created($"/api/v1/probe/things/{thing.Id}", new ThingResponse(thing.Id, thing.LevelCode, thing.Name, thing.Version));
    }

    private static async Task<Results<Ok<ThingResponse>, NotFound>> RenameAsync(
        Guid id, Renaming request, IfMatch ifMatch, HttpContext http, ProbeDb db, CancellationToken cancel)
    {
        if (await db.Things.SingleOrDefaultAsync(thing => thing.Id == id, cancel) is not { } thing)
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(thing);
        thing.Rename(request.Name);
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, thing.Version);
        return TypedResults.Ok(new ThingResponse(thing.Id, thing.LevelCode, thing.Name, thing.Version));
    }

    private static async Task<Ok<Guid>> HoldAsync(Gates gates, CancellationToken cancel)
    {
        Rule.Require(!gates.Refuses, "job.over");
        gates.Count();
        await gates.Open.Task.WaitAsync(cancel);
        return TypedResults.Ok(Guid.CreateVersion7());
    }
}
