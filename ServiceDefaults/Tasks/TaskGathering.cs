using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Tasks;

/// <summary>A thing that waits, as a service finds it; the title is the text <c>task.{kind}</c> with these arguments.</summary>
public sealed record DueTask(Guid SubjectId, string Link, Guid? OrganizationId, string? OrganizationName, DateOnly? DueOn, params object[] Arguments);

/// <summary>
/// Gathers what waits for one caller in one service. A kind that he has no permission to act on is not even looked for. Handlers
/// take it as a parameter; each kind costs one read, and a second only where there are more than are shown.
/// </summary>
public sealed class TaskGathering
{
    /// <summary>More are not counted: nobody needs to know by how many he cannot keep up.</summary>
    public const int MostCounted = 1000;

    // An import that was let lie for longer is no longer work that waits.
    private static readonly TimeSpan ImportsRemembered = TimeSpan.FromDays(30);

    private readonly string service;
    private readonly System.Globalization.CultureInfo culture;
    private readonly DateTimeOffset now;
    private readonly List<TaskItem> items = [];
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    private TaskGathering(HttpContext http, string of)
    {
        Caller = http.User.Caller()!;
        service = of;
        culture = Texts.CultureOf(http);
        now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        Today = http.RequestServices.GetRequiredService<TimeProvider>().Today();
    }

    public Caller Caller { get; }

    /// <summary>How many of a kind are shown.</summary>
    public int Limit { get; private set; } = 20;

    public DateOnly Today { get; }

    public static ValueTask<TaskGathering?> BindAsync(HttpContext context) => ValueTask.FromResult<TaskGathering?>(Of(context, context.GetEndpoint()!.Metadata.GetRequiredMetadata<TasksOfMetadata>().Service));

    /// <summary>For who gathers elsewhere than on a route of <see cref="TaskEndpoints.MapTasks"/>.</summary>
    public static TaskGathering Of(HttpContext http, string service) => new(http, service);

    /// <summary>1 to 1,000 of each kind, 20 where nothing is said.</summary>
    public void Show(int? limit)
    {
        Field.Require(limit is null or (>= 1 and <= MostCounted), "limit", "field.range", 1, MostCounted);
        Limit = limit ?? Limit;
    }

    public bool MayAct(string permission) => Caller.Permissions.Allows(permission);

    /// <param name="permission">What acting on it asks for.</param>
    /// <param name="waiting">Within the caller's scope, the most urgent first.</param>
    public async Task AddAsync<T>(string kind, string permission, IQueryable<T> waiting, Func<T, DueTask> describe, CancellationToken cancel)
    {
        if (MayAct(permission))
        {
            var rows = await waiting.Take(Limit).ToListAsync(cancel);
            Add(kind, rows.Select(describe), rows.Count < Limit ? rows.Count : await waiting.Take(MostCounted).CountAsync(cancel));
        }
    }

    /// <param name="count">How many there are in all; as many as are given where nothing is said.</param>
    /// <param name="text">Where the kind has more than one way to say it.</param>
    public void Add(string kind, IEnumerable<DueTask> found, int? count = null, string? text = null)
    {
        var before = items.Count;
        items.AddRange(found.Select(task => new TaskItem(
            service, kind, task.SubjectId, Texts.Of(text ?? $"task.{kind}", culture, task.Arguments), task.OrganizationId, task.OrganizationName, task.DueOn,
            task.DueOn < Today, task.Link)));
        if ((count ?? (items.Count - before)) is > 0 and var more)
        {
            counts[kind] = counts.GetValueOrDefault(kind) + more;
        }
    }

    /// <summary>The caller's own imports that refused rows, as long as no later one of the same kind took in all of its rows.</summary>
    /// <param name="path">Where imports of this kind are to be had.</param>
    public Task AddImportsAsync(ServiceDb db, string jobKind, string permission, string path, CancellationToken cancel)
    {
        var (me, since) = (Caller.UserId, now - ImportsRemembered);
        var mine = db.Jobs.AsNoTracking().Where(job => job.CreatedBy == me && job.Kind == jobKind && job.CreatedAt > since);
        return AddAsync(
            "correctImport", permission,
            mine.Where(job => job.ErrorCount > 0 && job.FinishedAt != null
                && !mine.Any(later => later.CreatedAt > job.CreatedAt && later.State == JobState.Succeeded && later.ErrorCount == 0))
                .OrderByDescending(job => job.CreatedAt),
            job => new DueTask(job.Id, $"{path}/{job.Id}", job.OrganizationId, null, null, job.FileName ?? "", job.ErrorCount),
            cancel);
    }

    public TaskList Answer() => new([.. items.MostUrgentFirst()], counts);
}

/// <summary>Whose tasks a route shows.</summary>
internal sealed record TasksOfMetadata(string Service);
