using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.ServiceDefaults.Operations;

/// <summary>Jobs as operators see them, newest first: what they are and how they go, and nothing of what they work on.</summary>
public static partial class JobList
{
    /// <param name="cursor">The id of the last job that was seen.</param>
    public static async Task<List<JobItem>> TakeAsync(
        IQueryable<Job> jobs, string service, JobState? state, Guid? cursor, int count, CultureInfo culture, CancellationToken cancel)
    {
        jobs = state is null ? jobs : jobs.Where(job => job.State == state);
        jobs = cursor is null ? jobs : jobs.Where(job => job.Id < cursor);
        var rows = await jobs.AsNoTracking().OrderByDescending(job => job.Id).Take(count)
            .Select(job => new
            {
                job.Id,
                job.Kind,
                job.State,
                job.Done,
                job.Total,
                job.ErrorCount,
                job.FailureCode,
                job.CreatedByName,
                job.CreatedAt,
                job.StartedAt,
                job.FinishedAt,
            }).ToListAsync(cancel);
        // The text of a failure may quote a cell of the sheet; its code's own text does not.
        return rows.ConvertAll(job => new JobItem(
            job.Id, service, job.Kind, job.State, job.Done, job.Total, job.ErrorCount,
            job.FailureCode is null ? null : new(job.FailureCode, Placeholder().Replace(Texts.Of(job.FailureCode, culture), "…")),
            job.CreatedByName, job.CreatedAt, job.StartedAt, job.FinishedAt));
    }

    [GeneratedRegex("[{][0-9]+[}]")]
    private static partial Regex Placeholder();
}
