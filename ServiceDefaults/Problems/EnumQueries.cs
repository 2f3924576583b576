using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>
/// Enumerations are spelt in a query as they are in JSON: camel case, and never a number. The framework's own binding knows only the
/// spelling of the code.
/// </summary>
internal sealed class EnumQueries(RequestDelegate next)
{
    private static readonly ConcurrentDictionary<MethodInfo, IReadOnlyList<Choice>> Choices = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Query.Count > 0 && context.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>() is { } method
            && Choices.GetOrAdd(method, Find) is { Count: > 0 } choices)
        {
            Translate(context.Request, choices);
        }

        return next(context);
    }

    private static void Translate(HttpRequest request, IReadOnlyList<Choice> choices)
    {
        Dictionary<string, StringValues>? translated = null;
        foreach (var choice in choices)
        {
            if (request.Query.TryGetValue(choice.Parameter, out var sent))
            {
                Field.Require(sent.Count == 1 && choice.Names.ContainsKey(sent[0] ?? ""), choice.Parameter, "field.malformed");
                translated ??= request.Query.ToDictionary(StringComparer.OrdinalIgnoreCase);
                translated[choice.Parameter] = choice.Names[sent[0]!];
            }
        }

        if (translated is not null)
        {
            request.Query = new QueryCollection(translated);
        }
    }

    private static List<Choice> Find(MethodInfo method) =>
    [
        .. from parameter in method.GetParameters()
           let type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType
           where type.IsEnum && parameter.Name is not null
           select new Choice(parameter.Name!, Enum.GetNames(type).ToDictionary(JsonNamingPolicy.CamelCase.ConvertName, StringComparer.Ordinal)),
    ];

    private sealed record Choice(string Parameter, Dictionary<string, string> Names);
}
