using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Telemetry;

namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>Answers with problems.</summary>
public static class ProblemWriter
{
    private static readonly JsonSerializerOptions Json = new(Wire.Json)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly Counter<long> Refusals =
        Telemetry.Telemetry.Meter.CreateCounter<long>("partycloud.refusals", "{request}", "Requests that were refused for who asked or how often, by the problem's code");

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
        if (status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests)
        {
            Refusals.Add(1, new KeyValuePair<string, object?>("code", code));
        }

        var culture = Texts.CultureOf(context);
        return new(
            $"urn:partycloud:problem:{code}",
            Texts.Of($"status.{status}", culture),
            status,
            Texts.Of(code, culture, arguments ?? []),
            context.Request.Path,
            code,
            RequestId.Of(context),
            errors?.Select(error => new ProblemError(error.Field, error.Code, Texts.Of(error.Code, culture, error.Arguments))).ToList());
    }
}
