using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Members.Protection;

/// <summary>
/// After the current data key was changed (换钥): enciphers again, under the new one, what is still sealed under another, so that the old key can be taken away. It is a
/// job beside the work; nobody's record counts as changed by it.
/// </summary>
internal static class Reseal
{
    public const string Kind = "members.reseal";

    public static void MapReseal(this IEndpointRouteBuilder app) => app.MapApi("members/operations", "Operations").MapPost("/reseal", Handle)
        .WithName(Kind).WithSummary("换钥后重新加密 · Enciphers again what is not under the current data key").RequirePermission("operations.reseal");

    /// <returns>The job, which stands in the list of the service's jobs.</returns>
    public static async Task<Accepted<JobResponse>> Handle(Caller caller, MembersDb db, JobSignal signal, CancellationToken cancel) =>
        TypedResults.Accepted("/api/v1/members/operations/jobs", await db.QueueAsync(Kind, "{}", caller, signal, cancel));
}

/// <summary>Goes through the members within the scope of who started it, some at a time; after a crash it finds again what is left to do.</summary>
internal sealed class ResealJob(DataKeys keys) : IJobHandler
{
    private const int Step = 1000;

    private const string Old = "(get_byte(id_number_sealed, 0) <> $1 or get_byte(phone_sealed, 0) <> $1 or get_byte(income_sealed, 0) <> $1)";

    public async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        await using var connection = await run.OpenConnectionAsync(cancel);
        await using (var look = await run.BeginAsync(connection, cancel))
        {
            await using var count = new NpgsqlCommand($"select count(*) from members where {Old}", connection, look);
            await run.SetTotalAsync(run.Done + (long)(await count.With((int)keys.Current).ExecuteScalarAsync(cancel))!, cancel);
        }

        for (Guid? last = Guid.Empty; last is { } after;)
        {
            await using var transaction = await run.BeginAsync(connection, cancel);
            var people = await ReadAsync(connection, transaction, after, cancel);
            await WriteAsync(connection, transaction, people, cancel);
            await run.CheckpointAsync(connection, run.Done + people.Count, [], cancel);
            await transaction.CommitAsync(cancel);
            last = people.Count == Step ? people[^1].Id : null;
        }
    }

    private async Task<List<Person>> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid after, CancellationToken cancel)
    {
        await using var read = new NpgsqlCommand(
            $"select id, id_number_hash, id_number_sealed, phone_sealed, income_sealed from members where id > $2 and {Old} order by id limit {Step} for update", connection, transaction);
        await using var reader = await read.With((int)keys.Current, after).ExecuteReaderAsync(cancel);
        var people = new List<Person>(Step);
        while (await reader.ReadAsync(cancel))
        {
            var hash = reader.GetFieldValue<byte[]>(1);
            people.Add(new(
                reader.GetGuid(0),
                keys.Renew(Sealed.IdentityNumber, hash, reader.GetFieldValue<byte[]>(2)),
                await reader.IsDBNullAsync(3, cancel) ? null : keys.Renew(Sealed.Phone, hash, reader.GetFieldValue<byte[]>(3)),
                await reader.IsDBNullAsync(4, cancel) ? null : keys.Renew(Sealed.Income, hash, reader.GetFieldValue<byte[]>(4))));
        }

        return people;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, List<Person> people, CancellationToken cancel)
    {
        await using var write = new NpgsqlCommand("""
            update members m set id_number_sealed = n.id_number, phone_sealed = n.phone, income_sealed = n.income
            from unnest($1, $2, $3, $4) n (id, id_number, phone, income) where m.id = n.id
            """, connection, transaction);
        await write.With(
            people.ConvertAll(person => person.Id).ToArray(), people.ConvertAll(person => person.IdNumber).ToArray(),
            people.ConvertAll(person => person.Phone).ToArray(), people.ConvertAll(person => person.Income).ToArray()).ExecuteNonQueryAsync(cancel);
    }

    private sealed record Person(Guid Id, byte[] IdNumber, byte[]? Phone, byte[]? Income);
}
