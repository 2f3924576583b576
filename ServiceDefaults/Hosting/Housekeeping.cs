using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PartyCloud.ServiceDefaults.Feed;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Hosting;

/// <summary>Removes what has served: inbox rows and the cells of refused rows after a month, idempotency keys after a day, the files of jobs that were called off, and changes when the feed has kept them long enough.</summary>
internal sealed class Housekeeping(ServiceDatabase database, IConfiguration configuration, ILogger<Housekeeping> log)
    : RepeatedWork(TimeSpan.FromHours(1), "Old rows could not be removed", log)
{
    private static readonly TimeSpan ChangesKept = TimeSpan.FromDays(30);

    protected override async Task TurnAsync(CancellationToken cancel)
    {
        await ClearAsync(database, cancel);
        await ChangeLog.ClearAsync(database, configuration.GetValue("Changes:Kept", ChangesKept), cancel);
    }

    internal static async Task ClearAsync(ServiceDatabase database, CancellationToken cancel)
    {
        await using var command = database.System.CreateCommand("""
            delete from inbox where received_at < now() - interval '30 days';
            delete from idempotency_keys where created_at < now() - interval '24 hours';
            delete from batch_items where created_at < now() - interval '25 hours';
            delete from job_parts p using jobs j where j.id = p.job_id and j.state not in ('queued', 'running');
            update job_errors e set cells = null from jobs j where j.id = e.job_id and e.cells is not null and j.finished_at < now() - interval '30 days';
            """);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
