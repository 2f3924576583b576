using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Sheets;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Jobs;

/// <summary>Wakes the runner when a job was queued in this process.</summary>
public sealed class JobSignal : IDisposable
{
    private readonly SemaphoreSlim waiting = new(0);

    public void Wake() => waiting.Release();

    public void Dispose() => waiting.Dispose();

    internal Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancel) => waiting.WaitAsync(atMost, cancel);
}

internal sealed record JobKind(string Kind, Type Handler);

/// <summary>
/// Runs queued jobs, one at a time in each replica. A run holds a lease that it renews; when its process dies, another takes the job
/// over where the last committed step left it.
/// </summary>
internal sealed class JobRunner(
    ServiceDatabase database, Databases databases, IServiceScopeFactory scopes, IEnumerable<JobKind> kinds, JobSignal signal, TimeProvider clock, ILogger<JobRunner> log)
    : RepeatedWork(TimeSpan.FromSeconds(2), "Jobs cannot be run for now", log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private readonly Dictionary<string, Type> handlers = kinds.ToDictionary(kind => kind.Kind, kind => kind.Handler);

    protected override async Task TurnAsync(CancellationToken cancel)
    {
        while (true)
        {
            while (await ClaimAsync(cancel) is var (job, lease) && job is not null)
            {
                await RunAsync(job, lease, cancel);
            }

            await signal.WaitAsync(TimeSpan.FromSeconds(1), cancel);
        }
    }

    private async Task<(Job? Job, Guid Lease)> ClaimAsync(CancellationToken cancel)
    {
        var lease = Guid.CreateVersion7();
        await using var claim = database.System.CreateCommand("""
            update jobs set state = 'running', started_at = coalesce(started_at, now()), lease = $1, lease_until = now() + $2
            where id = (select id from jobs
                        where (state = 'queued' or state = 'running' and lease_until < now()) and kind = any($3)
                        order by created_at limit 1 for update skip locked)
            returning id
            """);
        if (await claim.With(lease, Lease, handlers.Keys.ToArray()).ExecuteScalarAsync(cancel) is not Guid id)
        {
            return (null, lease);
        }

        await using var db = databases.System();
        return (await db.Jobs.FindAsync([id], cancel), lease);
    }

    private async Task RunAsync(Job job, Guid lease, CancellationToken stopping)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var renewing = RenewAsync(job.Id, lease, held);
        var (state, code, arguments) = (JobState.Succeeded, (string?)null, Array.Empty<string>());
        try
        {
            log.LogInformation("Job {Job} ({Kind}) begins at {Done}", job.Id, job.Kind, job.Done);
            await using var scope = scopes.CreateAsyncScope();
            var handler = (IJobHandler)ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, handlers[job.Kind]);
            await handler.RunAsync(new JobRun(job, lease, database, scope.ServiceProvider.GetService<IJobSeal>()), held.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next start goes on; nobody need wait for the lease to run out.
            await ReleaseAsync(job.Id, lease);
            throw;
        }
        catch (Exception exception) when (exception is JobStoppedException or OperationCanceledException)
        {
            state = JobState.Cancelled;
        }
        catch (Exception exception) when (DatabaseAway.Explains(exception))
        {
            log.LogWarning(exception, "Job {Job} waits for the database", job.Id);
            await held.CancelAsync();
            await renewing;
            await ReleaseAsync(job.Id, lease);
            await Task.Delay(TimeSpan.FromSeconds(2), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
        catch (Exception exception)
        {
            (state, code, arguments) = Explain(exception);
            if (code == "job.failed")
            {
                log.LogError(exception, "Job {Job} ({Kind}) failed", job.Id, job.Kind);
            }
        }

        await held.CancelAsync();
        await renewing;
        await FinishAsync(job.Id, job.Kind, lease, state, code, arguments);
    }

    private static (JobState State, string Code, string[] Arguments) Explain(Exception exception)
    {
        var (code, arguments) = exception switch
        {
            JobFailedException failed => (failed.Code, failed.Arguments),
            RuleViolationException rule => (rule.Code, rule.Arguments),
            SheetException sheet => (sheet.Code, sheet.Arguments),
            FieldException field => (field.Errors[0].Code, field.Errors[0].Arguments),
            _ => ("job.failed", []),
        };
        return (JobState.Failed, code, [.. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "")]);
    }

    private async Task RenewAsync(Guid job, Guid lease, CancellationTokenSource held)
    {
        while (!held.IsCancellationRequested)
        {
            await Task.Delay(Lease / 5, clock, held.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (held.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await using var renew = database.System.CreateCommand(
                    "update jobs set lease_until = now() + $3 where id = $1 and lease = $2 and not cancel_requested");
                if (await renew.With(job, lease, Lease).ExecuteNonQueryAsync() == 0)
                {
                    await held.CancelAsync();
                }
            }
            catch (NpgsqlException exception)
            {
                log.LogWarning(exception, "The lease of job {Job} could not be renewed", job);
            }
        }
    }

    // A job whose lease was lost to another runner is that runner's to finish, and so is its file, which goes with the end in one commit.
    private async Task FinishAsync(Guid job, string kind, Guid lease, JobState state, string? code, string[] arguments)
    {
        await using var finish = database.System.CreateCommand("""
            with finished as (
              update jobs set state = $3, failure_code = $4, failure_arguments = $5, finished_at = now(), lease = null, lease_until = null,
                total = case when $3 = 'succeeded' then done else total end
              where id = $1 and lease = $2
              returning id),
            removed as (delete from job_parts where job_id in (select id from finished))
            select id from finished
            """);
        if (await finish.With(job, lease, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(state.ToString()), code, arguments).ExecuteScalarAsync() is not null)
        {
            JobMeasures.Ended(kind, state);
            log.LogInformation("Job {Job} is over: {State}", job, state);
        }
    }

    private async Task ReleaseAsync(Guid job, Guid lease)
    {
        try
        {
            await using var release = database.System.CreateCommand("update jobs set lease_until = now() where id = $1 and lease = $2");
            await release.With(job, lease).ExecuteNonQueryAsync();
        }
        catch (NpgsqlException exception)
        {
            log.LogWarning(exception, "Job {Job} is taken up again when its lease has run out", job);
        }
    }
}
