using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tests.Probes;
using PartyCloud.Testing;

namespace PartyCloud.ServiceDefaults.Tests.Jobs;

public sealed class JobTests : IAsyncLifetime
{
    private const string Root = "/api/v1/probe/jobs";

    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await ProbeService.NewDatabaseAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_job_does_its_steps_once_each_and_tells_of_refused_rows()
    {
        await using var service = await ProbeService.StartAsync(_database);
        using var client = service.As("001");

        var job = await OverAsync(client, (await QueueAsync(client, 12)).Id);

        Assert.Equal((JobState.Succeeded, 12L, 12L, 2), (job.State, job.Done, job.Total!.Value, job.ErrorCount));
        Assert.Equal([(5L, "n", "field.range"), (10L, "n", "field.range")], job.Errors.Select(error => (error.Row, error.Column!, error.Code)));
        Assert.All(job.Errors, error => Assert.DoesNotContain("{", error.Text, StringComparison.Ordinal));
        Assert.Equal("1,2,3,4,5,6,7,8,9,10,11,12", await CountedAsync(job.Id));
    }

    [Fact]
    public async Task What_stood_in_refused_rows_is_kept_for_a_month_and_why_they_were_refused_longer()
    {
        await using var service = await ProbeService.StartAsync(_database);
        using var client = service.As("001");
        var (old, fresh) = (await OverAsync(client, (await QueueAsync(client, 12)).Id), await OverAsync(client, (await QueueAsync(client, 12)).Id));
        await _database.ExecuteAsync("update job_errors set cells = '{a,b}'");
        await _database.ExecuteAsync("update jobs set finished_at = now() - interval '31 days' where id = $1", old.Id);

        await Housekeeping.ClearAsync(service.Services.GetRequiredService<ServiceDatabase>(), default);

        const string Kept = "select count(*) from job_errors where job_id = $1 and cells is not null";
        Assert.Equal((0, fresh.ErrorCount), (await _database.CountAsync(Kept, old.Id), await _database.CountAsync(Kept, fresh.Id)));
        Assert.Equal(old.Errors, (await OverAsync(client, old.Id)).Errors);
    }

    [Fact]
    public async Task A_job_whose_runner_died_goes_on_where_it_was_and_the_dead_one_can_commit_nothing_more()
    {
        await using var first = await ProbeService.StartAsync(_database);
        first.Gates.WaitsAt = 6;
        using var client = first.As("001");
        var job = await QueueAsync(client, 10);
        await Eventually.Holds(async () => await _database.CountAsync("select done from jobs where id = $1", job.Id) == 5);
        await _database.ExecuteAsync("insert into job_parts (job_id, part, level_code, bytes) values ($1, 0, '001', 'its file')", job.Id);

        // As if the first had stood still for longer than its lease: another runner claims the job while it still waits in its sixth step.
        var lease = await _database.ScalarAsync("select lease from jobs where id = $1", job.Id);
        await using var second = await ProbeService.StartAsync(_database);
        second.Gates.WaitsAt = 8;
        await Eventually.Holds(async () =>
        {
            await _database.ExecuteAsync("update jobs set lease_until = now() - interval '1 second' where id = $1 and lease = $2", job.Id, lease);
            return await _database.CountAsync("select done from jobs where id = $1", job.Id) == 7;
        });
        first.Gates.Open.SetResult();

        // The first takes up another job, so it is through with this one.
        first.Gates.WaitsAt = int.MaxValue;
        var next = await QueueAsync(client, 1);
        await OverAsync(client, next.Id);
        Assert.Equal(1, await _database.CountAsync("select count(*) from job_parts where job_id = $1", job.Id));
        Assert.Equal("running", await _database.ScalarAsync("select state from jobs where id = $1", job.Id));

        second.Gates.Open.SetResult();
        Assert.Equal((JobState.Succeeded, 10L), (await OverAsync(client, job.Id)) is var over ? (over.State, over.Done) : default);
        Assert.Equal("1,2,3,4,5,6,7,8,9,10", await CountedAsync(job.Id));
        Assert.Contains((job.Id, 5L), second.Gates.Begun);
        Assert.Equal(0, await _database.CountAsync("select count(*) from job_parts where job_id = $1", job.Id));
    }

    [Fact]
    public async Task A_job_goes_on_after_its_service_was_stopped_and_started()
    {
        Guid id;
        await using (var service = await ProbeService.StartAsync(_database, runsJobs: false))
        {
            using var client = service.As("001");
            id = (await QueueAsync(client, 3)).Id;
        }

        await using var again = await ProbeService.StartAsync(_database);
        await Eventually.Holds(async () => (string?)await _database.ScalarAsync("select state from jobs where id = $1", id) == "succeeded");
        Assert.Equal("1,2,3", await CountedAsync(id));
    }

    [Fact]
    public async Task A_job_that_is_cancelled_stops_and_keeps_what_is_done()
    {
        await using var service = await ProbeService.StartAsync(_database);
        service.Gates.WaitsAt = 4;
        using var client = service.As("001");
        var job = await QueueAsync(client, 10);
        await Eventually.Holds(async () => await _database.CountAsync("select done from jobs where id = $1", job.Id) == 3);
        var waiting = await QueueAsync(client, 10);

        Assert.Equal(JobState.Cancelled, (await (await client.PostAsync($"{Root}/{waiting.Id}/cancel", null)).Read<JobResponse>()).State);
        Assert.Equal(JobState.Running, (await (await client.PostAsync($"{Root}/{job.Id}/cancel", null)).Read<JobResponse>()).State);
        service.Gates.Open.SetResult();

        var over = await OverAsync(client, job.Id);
        Assert.Equal((JobState.Cancelled, 3L), (over.State, over.Done));
        Assert.Equal("1,2,3", await CountedAsync(job.Id));
        Assert.Null(await CountedAsync(waiting.Id));
        Assert.Equal("job.over", (await (await client.PostAsync($"{Root}/{job.Id}/cancel", null)).Refusal(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task A_job_that_fails_says_why_in_the_language_of_who_asks()
    {
        await using var service = await ProbeService.StartAsync(_database);
        using var client = service.As("001");
        var id = (await QueueAsync(client, -1)).Id;

        var job = await OverAsync(client, id);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var inEnglish = await OverAsync(client, id);

        Assert.Equal((JobState.Failed, "sheet.too-many-rows"), (job.State, job.Failure!.Code));
        Assert.Equal(("超过了 7 行，请分成几个文件。", "More than 7 rows. Divide the file."), (job.Failure.Text, inEnglish.Failure!.Text));
    }

    [Fact]
    public async Task A_job_of_another_place_is_not_there()
    {
        await using var service = await ProbeService.StartAsync(_database);
        using var client = service.As("001");
        using var stranger = service.As("002");
        using var above = service.As("0");
        var job = await QueueAsync(client, 1);
        await OverAsync(client, job.Id);

        foreach (var answer in new[] { await stranger.GetAsync($"{Root}/{job.Id}"), await stranger.GetAsync($"{Root}/{job.Id}/events"), await stranger.PostAsync($"{Root}/{job.Id}/cancel", null) })
        {
            Assert.Equal("request.not-found", (await answer.Refusal(HttpStatusCode.NotFound)).Code);
        }

        Assert.Equal(job.Id, (await (await above.GetAsync($"{Root}/{job.Id}")).Read<JobResponse>()).Id);
    }

    [Fact]
    public async Task A_job_cannot_reach_beyond_the_scope_of_who_asked()
    {
        await using var service = await ProbeService.StartAsync(_database);
        await using var db = service.Databases.CreateFor(ProbeService.CallerOf("001"));
        var run = new JobRun(Job.Queue("any", "{}", ProbeService.CallerOf("001"), TimeProvider.System.GetUtcNow()), Guid.CreateVersion7(), service.Database, null);
        await using var connection = await run.OpenConnectionAsync(default);
        await using var transaction = await run.BeginAsync(connection, default);
        await using var insert = new NpgsqlCommand("insert into counted (job_id, number, level_code) values ($1, 1, '002')", connection);
        insert.Parameters.Add(new() { Value = run.Id });

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task Progress_can_be_followed_as_events_to_the_end()
    {
        await using var service = await ProbeService.StartAsync(_database);
        service.Gates.WaitsAt = 3;
        using var client = service.As("001");
        var job = await QueueAsync(client, 6);
        await Eventually.Holds(async () => await _database.CountAsync("select done from jobs where id = $1", job.Id) == 2);

        using var answer = await client.GetAsync($"{Root}/{job.Id}/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var seen = new List<JobResponse>();
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            Assert.Equal("progress", item.EventType);
            seen.Add(JsonSerializer.Deserialize<JobResponse>(item.Data, Wire.Json)!);
            if (seen.Count == 1)
            {
                service.Gates.Open.SetResult();
            }
        }

        Assert.Equal((JobState.Running, 2L), (seen[0].State, seen[0].Done));
        Assert.Equal((JobState.Succeeded, 6L), (seen[^1].State, seen[^1].Done));
        Assert.Equal(seen.Select(now => now.Done).Order(), seen.Select(now => now.Done));
    }

    private static async Task<JobResponse> QueueAsync(HttpClient client, int total) =>
        await (await client.PostAsync($"{Root}?total={total}", null)).Read<JobResponse>(HttpStatusCode.Accepted);

    private static async Task<JobResponse> OverAsync(HttpClient client, Guid id)
    {
        JobResponse? job = null;
        await Eventually.Holds(async () => (job = await (await client.GetAsync($"{Root}/{id}")).Read<JobResponse>()).FinishedAt is not null);
        return job!;
    }

    private async Task<object?> CountedAsync(Guid job) =>
        await _database.ScalarAsync("select string_agg(number::text, ',' order by number) from counted where job_id = $1", job) is string numbers ? numbers : null;
}
