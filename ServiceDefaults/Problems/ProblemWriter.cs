using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PartyCloud.Contracts;

namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>Answers with problems.</summary>
public static class ProblemWriter
{
    private static readonly JsonSerializerOptions Json = new(Wire.Json)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Answers with a problem whose text stands in the resources under its code.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, IReadOnlyList<object>? arguments = null, IReadOnlyList<FieldError>? errors = null)
    {
        var problem = ProblemOf(context, status, code, arguments, errors);
        context.Response.StatusCode = status;
        context.Response.Headers.ContentLanguage = Texts.CultureOf(context).Name;
        return context.Response.WriteAsJsonAsync(problem, Json, "application/problem+json", context.RequestAborted);
    }

    internal static Problem ProblemOf(HttpContext context, int status, string code, IReadOnlyList<object>? arguments = null, IReadOnlyList<FieldError>? errors = null)
    {
        var culture = Texts.CultureOf(context);
        return new(
            $"urn:partycloud:problem:{code}",
            Texts.Of($"status.{status}", culture),
            status,
            Texts.Of(code, culture, arguments ?? []),
            context.Request.Path,
            code,
            Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
            errors?.Select(error => new ProblemError(error.Field, error.Code, Texts.Of(error.Code, culture, error.Arguments))).ToList());
    }
}
