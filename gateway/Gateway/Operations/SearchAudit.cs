using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using PartyCloud.Contracts;
using PartyCloud.Gateway.Forwarding;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Auditing;
using PartyCloud.ServiceDefaults.Paging;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Operations;

/// <summary>An entry of one of the audit logs (审计记录).</summary>
/// <param name="Service">Whose log it stands in.</param>
public sealed record AuditRow(
    string Service, Guid Id, DateTimeOffset At, Guid ActorId, string ActorName, string Action, string ObjectType, Guid? ObjectId, string? Fields, string? Purpose, string? TraceId);

/// <summary>Entries of all audit logs, newest first.</summary>
/// <param name="Missing">The services that did not answer in time.</param>
public sealed record GatheredAudit(IReadOnlyList<AuditRow> Items, string? Next, IReadOnlyList<string> Missing);

/// <summary>Whether a log's chain of hashes holds.</summary>
/// <param name="Broken">Its first broken link.</param>
public sealed record VerifiedAudit(string Service, long Checked, bool Holds, string? Broken);

/// <summary>All chains.</summary>
/// <param name="Missing">The services that did not answer in time: of their logs nothing is known.</param>
public sealed record VerifiedAudits(IReadOnlyList<VerifiedAudit> Items, IReadOnlyList<string> Missing);

internal static class SearchAudit
{
    private const string Gateway = "gateway";

    /// <summary>What was done by posts within the caller's reach.</summary>
    /// <param name="service">One log alone.</param>
    /// <param name="action">The whole name, or its beginning with a <c>*</c>.</param>
    /// <param name="cursor">The id of the last entry that was seen.</param>
    public static async Task<Ok<GatheredAudit>> Handle(
        HttpContext http, Caller caller, ServiceCalls calls, SystemDb<GatewayDb> databases, CancellationToken cancel,
        string? service = null, [StringLength(64)] string? action = null, [StringLength(64)] string? actorName = null, Guid? objectId = null,
        DateTimeOffset? from = null, DateTimeOffset? to = null, int? limit = null, Guid? cursor = null)
    {
        var size = Limit.Of(limit);
        Field.Require(service is null or Gateway || calls.Services.Contains(service), "service", "field.unknown", service ?? "");
        var query = QueryHelpers.AddQueryString("", new Dictionary<string, string?>
        {
            ["limit"] = size.ToString(CultureInfo.InvariantCulture),
            ["action"] = action,
            ["actorName"] = actorName,
            ["objectId"] = objectId?.ToString(),
            ["from"] = from?.ToString("O", CultureInfo.InvariantCulture),
            ["to"] = to?.ToString("O", CultureInfo.InvariantCulture),
            ["cursor"] = cursor?.ToString(),
        }.Where(entry => entry.Value is not null));
        var asked = Task.WhenAll(calls.Services.Where(one => service is null || one == service).Select(async one =>
            (one, (await calls.GetAsync<Page<AuditResponse>>(http, one, $"/api/v1/{one}/operations/audit{query}", cancel)) is { } page
                ? new Page<AuditRow>([.. page.Items.Select(entry => Row(one, entry))], page.Next)
                : null)));
        List<(string, Page<AuditRow>?)> answers = [];
        if (service is null or Gateway)
        {
            await using var db = databases.CreateFor(caller);
            var own = await new AuditSearch(action, null, actorName, objectId, from, to, cursor).TakeAsync(db.AuditLog, size + 1, cancel);
            answers.Add((Gateway, own.ConvertAll(entry => Row(Gateway, entry)).ToPage(size, last => last.Id.ToString())));
        }

        answers.AddRange(await asked);
        var (items, next, missing) = Gathered.Newest(answers, entry => entry.Id, size);
        return TypedResults.Ok(new GatheredAudit(items, next, missing));
    }

    private static AuditRow Row(string service, AuditResponse e) =>
        new(service, e.Id, e.At, e.ActorId, e.ActorName, e.Action, e.ObjectType, e.ObjectId, e.Fields, e.Purpose, e.TraceId);
}

internal static class VerifyAudit
{
    // A log of many years is walked from its beginning.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<Ok<VerifiedAudits>> Handle(HttpContext http, ServiceCalls calls, AuditChain chain, CancellationToken cancel)
    {
        var asked = Task.WhenAll(calls.Services.Select(async service =>
            (Service: service, Result: await calls.PostAsync<AuditVerification>(http, service, $"/api/v1/{service}/operations/audit/verify", Patience, cancel))));
        var (seen, broken) = await chain.VerifyAsync(cancel);
        var answers = await asked;
        return TypedResults.Ok(new VerifiedAudits(
            [new("gateway", seen, broken is null, broken), .. answers.Where(answer => answer.Result is not null)
                .Select(answer => new VerifiedAudit(answer.Service, answer.Result!.Checked, answer.Result.Holds, answer.Result.Broken))],
            [.. answers.Where(answer => answer.Result is null).Select(answer => answer.Service)]));
    }
}
