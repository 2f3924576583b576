using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Sheets;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Jobs;

public static class JobEndpoints
{
    private const int ErrorsShown = 1000;
    private const int PartSize = 1 << 20;

    /// <summary>Runs jobs of this kind in the service.</summary>
    public static IServiceCollection AddJob<THandler>(this IServiceCollection services, string kind)
        where THandler : class, IJobHandler
    {
        services.AddSingleton(new JobKind(kind, typeof(THandler)));
        return services;
    }

    /// <summary>The routes of one kind of job: its state, its progress as server-sent events, cancelling; for an import also the refused rows.</summary>
    /// <param name="columns">The columns of the sheet that the job reads, where it reads one.</param>
    public static void MapJobs(this IEndpointRouteBuilder group, string kind, string permission, IReadOnlyList<SheetColumn>? columns = null)
    {
        if (columns is not null)
        {
            group.MapGet("/{id:guid}/errors", JobErrorSheet.Handle).WithMetadata(new JobKindMetadata(kind), new JobColumnsMetadata(columns))
                .Produces(StatusCodes.Status200OK, contentType: JobErrorSheet.Csv, additionalContentTypes: JobErrorSheet.Xlsx)
                .WithName($"{kind}.errors").WithSummary("错误行下载 · The refused rows as a sheet, to be corrected and sent again").RequirePermission(permission);
        }

        group.MapGet("/{id:guid}", GetAsync).WithMetadata(new JobKindMetadata(kind))
            .WithName($"{kind}.get").WithSummary("作业进度 · A job's state").RequirePermission(permission);
        group.MapGet("/{id:guid}/events", FollowAsync).WithMetadata(new JobKindMetadata(kind))
            .WithName($"{kind}.follow").WithSummary("作业进度事件流 · A job's progress as server-sent events").RequirePermission(permission);
        group.MapPost("/{id:guid}/cancel", CancelAsync).WithMetadata(new JobKindMetadata(kind))
            .WithName($"{kind}.cancel").WithSummary("取消作业 · Stops a job; what is done stays done").RequirePermission(permission);
    }

    private static async Task<Results<Ok<JobResponse>, NotFound>> GetAsync(Guid id, HttpContext http, ServiceDb db, CancellationToken cancel) =>
        await FindAsync(db, KindOf(http), id, Texts.CultureOf(http), cancel) is { } job ? TypedResults.Ok(job) : TypedResults.NotFound();

    private static async Task<Results<ServerSentEventsResult<JobResponse>, NotFound>> FollowAsync(
        Guid id, HttpContext http, Databases databases, Caller caller, CancellationToken cancel)
    {
        await using var db = databases.For(caller);
        return await FindAsync(db, KindOf(http), id, Texts.CultureOf(http), cancel) is null
            ? TypedResults.NotFound()
            : TypedResults.ServerSentEvents(ProgressAsync(databases, caller, KindOf(http), id, Texts.CultureOf(http), cancel));
    }

    private static async Task<Results<Ok<JobResponse>, NotFound>> CancelAsync(
        Guid id, HttpContext http, ServiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var kind = KindOf(http);
        var job = await db.Jobs.SingleOrDefaultAsync(j => j.Id == id && j.Kind == kind, cancel);
        if (job is null)
        {
            return TypedResults.NotFound();
        }

        job.Cancel(clock.GetUtcNow());
        db.Audit("job.cancelled", "job", id);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok((await FindAsync(db, kind, id, Texts.CultureOf(http), cancel))!);
    }

    internal static string KindOf(HttpContext http) => http.GetEndpoint()!.Metadata.GetRequiredMetadata<JobKindMetadata>().Kind;

    /// <summary>Files an uploaded sheet and queues the job that reads it, in one transaction.</summary>
    public static async Task<JobResponse> QueueFileAsync(
        this ServiceDb db, string kind, IFormFile file, string payload, Caller caller, JobSignal signal, CancellationToken cancel, IJobSeal? seal = null)
    {
        Field.Require(file.Length > 0, "file", "field.required");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var name = Path.GetFileName(file.FileName);
        var job = Job.Queue(kind, payload, caller, db.Context.Clock.GetUtcNow(), name.Length > 200 ? name[..200] : name);
        db.Jobs.Add(job);
        db.Audit(kind, "job", job.Id, name);
        await db.SaveChangesAsync(cancel);
        await using var content = file.OpenReadStream();
        var buffer = new byte[PartSize];
        for (var part = 0; await content.ReadAtLeastAsync(buffer, PartSize, throwOnEndOfStream: false, cancel) is var read and > 0; part++)
        {
            await using var insert = new NpgsqlCommand("insert into job_parts (job_id, part, level_code, bytes) values ($1, $2, $3, $4)", connection)
            {
                Parameters =
                {
                    new() { Value = job.Id }, new() { Value = part }, new() { Value = job.LevelCode },
                    new() { Value = seal is null ? new ArraySegment<byte>(buffer, 0, read) : seal.Seal(buffer.AsSpan(0, read)) },
                },
            };
            await insert.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        signal.Wake();
        return Answer(job, [], Texts.Chinese);
    }

    /// <summary>Queues a job without a file.</summary>
    public static async Task<JobResponse> QueueAsync(this ServiceDb db, string kind, string payload, Caller caller, JobSignal signal, CancellationToken cancel)
    {
        var job = Job.Queue(kind, payload, caller, db.Context.Clock.GetUtcNow());
        db.Jobs.Add(job);
        db.Audit(kind, "job", job.Id);
        await db.SaveChangesAsync(cancel);
        signal.Wake();
        return Answer(job, [], Texts.Chinese);
    }

    private static async Task<JobResponse?> FindAsync(ServiceDb db, string kind, Guid id, System.Globalization.CultureInfo culture, CancellationToken cancel)
    {
        var job = await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id && j.Kind == kind, cancel);
        if (job is null)
        {
            return null;
        }

        var errors = job.ErrorCount == 0 ? [] : await db.JobErrors.AsNoTracking()
            .Where(error => error.JobId == id).OrderBy(error => error.Ordinal).Take(ErrorsShown).ToListAsync(cancel);
        return Answer(job, errors, culture);
    }

    private static JobResponse Answer(Job job, IReadOnlyList<JobError> errors, System.Globalization.CultureInfo culture) => new(
        job.Id, job.Kind, job.State, job.Done, job.Total, job.ErrorCount,
        [.. errors.Select(error => new JobErrorResponse(error.Row, error.Column, error.Code, Texts.Of(error.Code, culture, error.Arguments)))],
        job.FailureCode is null ? null : new(job.FailureCode, Texts.Of(job.FailureCode, culture, job.FailureArguments)), job.ResultUrl, job.CreatedAt, job.FinishedAt);

    private static async IAsyncEnumerable<SseItem<JobResponse>> ProgressAsync(
        Databases databases, Caller caller, string kind, Guid id, System.Globalization.CultureInfo culture, [EnumeratorCancellation] CancellationToken cancel)
    {
        JobResponse? last = null;
        while (last is null || last.FinishedAt is null)
        {
            // A fresh unit of work each time: a follower holds no connection between two looks.
            await using (var db = databases.For(caller))
            {
                var now = await FindAsync(db, kind, id, culture, cancel);
                if (now is null)
                {
                    yield break;
                }

                if (last is null || now.Done != last.Done || now.State != last.State)
                {
                    yield return new SseItem<JobResponse>(now, "progress");
                }

                last = now;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), cancel);
        }
    }

    private sealed record JobKindMetadata(string Kind);

    internal sealed record JobColumnsMetadata(IReadOnlyList<SheetColumn> Columns);
}
