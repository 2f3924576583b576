using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Spelling;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Tree;

/// <summary>
/// Finds whereto a member can be transferred. A receiving organization lies out of the giver's reach as a rule, so this one search looks
/// at the whole tree: it tells a name and where that stands, nothing else, to who may start transfers, and not fast enough to copy a tree.
/// </summary>
internal static class FindReceivers
{
    private const int Most = 20;

    private const string Sql = """
        select o.id, o.name,
          array(select a.name from party_organizations a
                where a.level_code = any(array(select left(o.level_code, n) from generate_series(3, length(o.level_code) - 3, 3) n))
                order by a.level_code)
        from party_organizations o
        where o.status = 'active' and o.kind <> 'group' and (strpos(o.name, $1) > 0 or starts_with(o.code, $1) or strpos(o.spelling, $3) > 0)
        order by o.name <> $1 and o.code <> $1, length(o.name), o.level_code
        limit $2
        """;

    /// <param name="q">Part of the name, part of its spelling in pinyin or of its initials, or the beginning of the code.</param>
    public static async Task<Results<Ok<IReadOnlyList<ReceiverResponse>>, EmptyHttpResult>> Handle(
        [Required, StringLength(100, MinimumLength = 2)] string q, HttpContext http, Caller caller, ServiceDatabase database, ReceiverSearches limit, CancellationToken cancel)
    {
        using var lease = limit.Acquire(caller.UserId);
        if (!lease.IsAcquired)
        {
            http.Response.Headers.RetryAfter = "1";
            await ProblemWriter.WriteAsync(http, StatusCodes.Status429TooManyRequests, "request.too-many");
            return TypedResults.Empty;
        }

        await using var command = database.System.CreateCommand(Sql).With(q.Trim(), Most, Pinyin.Asked(q.Trim()));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<ReceiverResponse> found = [];
        while (await reader.ReadAsync(cancel))
        {
            found.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<string[]>(2)));
        }

        return TypedResults.Ok<IReadOnlyList<ReceiverResponse>>(found);
    }
}

/// <summary>Holds each account to two searches a second, with room for somebody who types; settings <c>Receivers:PerSecond</c> and <c>Receivers:Burst</c>.</summary>
internal sealed class ReceiverSearches(IConfiguration configuration) : IDisposable
{
    private readonly PartitionedRateLimiter<Guid> limiter = PartitionedRateLimiter.Create<Guid, Guid>(account =>
        RateLimitPartition.GetTokenBucketLimiter(account, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = configuration.GetValue("Receivers:Burst", 30),
            TokensPerPeriod = configuration.GetValue("Receivers:PerSecond", 2),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    public RateLimitLease Acquire(Guid account) => limiter.AttemptAcquire(account);

    public void Dispose() => limiter.Dispose();
}
