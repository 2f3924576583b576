using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.ServiceDefaults.Codes;

/// <summary>
/// The codes that a service speaks in, for who stores or shows them: the values of its fields with their names, and what it refuses with. Both are read from the resources
/// of which its answers are made, so that none is left out.
/// </summary>
public static class CodeEndpoints
{
    private const string Choice = "choice.";

    // Names and titles among the texts, which are no codes of a problem.
    private static readonly string[] Others = [Choice, "export.", "task.", "status."];

    /// <param name="service">As in its routes.</param>
    /// <param name="assembly">Whose resources they are.</param>
    public static void MapCodes(this IEndpointRouteBuilder app, string service, Assembly assembly)
    {
        var codes = app.MapApi(service, "Codes");
        codes.MapGet("/code-lists", Lists).WithMetadata(new CodesMetadata(assembly))
            .WithName($"{service}.codeLists").WithSummary("代码表 · The values of fields, with their names").RequirePermission(TaskEndpoints.PermissionFor(service));
        codes.MapGet("/problem-codes", Problems).WithMetadata(new CodesMetadata(assembly))
            .WithName($"{service}.problemCodes").WithSummary("错误代码 · What the service refuses with, and the texts").RequirePermission(TaskEndpoints.PermissionFor(service));
    }

    private static Ok<List<CodeList>> Lists(HttpContext http) => TypedResults.Ok(
        (from key in Texts.Keys(AssemblyOf(http))
         where key.StartsWith(Choice, StringComparison.Ordinal)
         let parts = key.Split('.', 3)
         group new CodeEntry(parts[2], Texts.Of(key, Texts.Chinese), Texts.Of(key, Texts.English)) by parts[1] into list
         select new CodeList(list.Key, [.. list])).ToList());

    private static Ok<List<ProblemCode>> Problems(HttpContext http) => TypedResults.Ok(
        (from key in Texts.Keys(AssemblyOf(http)).Concat(Texts.Keys(typeof(CodeEndpoints).Assembly)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
         where !Others.Any(other => key.StartsWith(other, StringComparison.Ordinal))
         select new ProblemCode(key, Texts.Of(key, Texts.Chinese), Texts.Of(key, Texts.English))).ToList());

    private static Assembly AssemblyOf(HttpContext http) => http.GetEndpoint()!.Metadata.GetRequiredMetadata<CodesMetadata>().Assembly;

    private sealed record CodesMetadata(Assembly Assembly);
}
