using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Problems;

/// <summary>Turns what was thrown into the problem that the caller can act on.</summary>
internal sealed partial class ProblemHandler(ILogger<ProblemHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = 499;
            return true;
        }

        var (status, code, arguments, errors) = Map(exception);
        if (status == StatusCodes.Status500InternalServerError)
        {
            log.LogError(exception, "A request failed");
        }

        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            log.LogWarning(exception, "A request could not be served for now");
            httpContext.Response.Headers.RetryAfter = "2";
        }

        if (exception is ResyncException)
        {
            httpContext.Response.Headers.Link = $"<{httpContext.Request.Path}/snapshot>; rel=\"start\"";
        }

        await ProblemWriter.WriteAsync(httpContext, status, code, arguments, errors);
        return true;
    }

    /// <summary>The problem of a part of a request, which does not stop the others.</summary>
    internal static Problem ProblemOf(Exception exception, HttpContext context)
    {
        var (status, code, arguments, errors) = Map(exception);
        if (status == StatusCodes.Status500InternalServerError)
        {
            context.RequestServices.GetRequiredService<ILogger<ProblemHandler>>().LogError(exception, "A part of a request failed");
        }

        return ProblemWriter.ProblemOf(context, status, code, arguments, errors);
    }

    private static (int Status, string Code, IReadOnlyList<object>? Arguments, IReadOnlyList<FieldError>? Errors) Map(Exception exception) => exception switch
    {
        RuleViolationException rule => (409, rule.Code, rule.Arguments, null),
        UnprocessableException refused => (422, refused.Code, null, refused.Errors),
        FieldException fields => (400, "request.invalid", null, fields.Errors),
        ResyncException gone => (410, gone.Code, null, null),
        PreconditionException => (412, "request.stale", null, null),
        BadHttpRequestException bad => MapBadRequest(bad),
        // A charset of the content type that does not exist; the framework has no kinder exception for it.
        InvalidOperationException when exception.Message.StartsWith("Unable to read the request as JSON", StringComparison.Ordinal) => (415, "request.media-type", null, null),
        InvalidDataException => (400, "request.malformed", null, null),
        DbUpdateConcurrencyException => (412, "request.stale", null, null),
        DbUpdateException { InnerException: PostgresException inner } => MapDatabase(inner),
        PostgresException database => MapDatabase(database),
        NpgsqlException or TimeoutException => (503, "service.unavailable", null, null),
        // Text that is no valid Unicode cannot be stored.
        EncoderFallbackException or DbUpdateException { InnerException: EncoderFallbackException } => (400, "request.malformed", null, null),
        // Entity Framework says of what is passing only in an inner exception that it is.
        _ when DatabaseAway.Explains(exception) => (503, "service.unavailable", null, null),
        _ => (500, "service.failed", null, null),
    };

    private static (int, string, IReadOnlyList<object>?, IReadOnlyList<FieldError>?) MapBadRequest(BadHttpRequestException bad)
    {
        if (bad.StatusCode != 400)
        {
            return (bad.StatusCode, bad.StatusCode switch { 413 => "request.too-large", 415 => "request.media-type", _ => "request.malformed" }, null, null);
        }

        if (bad.InnerException is JsonException json)
        {
            var path = json.Path is { Length: > 2 } found ? found[2..] : "";
            var missing = MissingProperties().Match(json.Message).Groups[1].Captures.Select(name => new FieldError(path.Length == 0 ? name.Value : $"{path}.{name.Value}", "field.required")).ToList();
            return (400, "request.invalid", null, missing.Count > 0 ? missing : [new(path, "field.malformed")]);
        }

        var parameter = Parameter().Match(bad.Message);
        return parameter.Success
            ? (400, "request.invalid", null, [new(parameter.Groups[1].Value, "field.malformed")])
            : (400, "request.malformed", null, null);
    }

    private static (int, string, IReadOnlyList<object>?, IReadOnlyList<FieldError>?) MapDatabase(PostgresException exception) => exception.SqlState switch
    {
        // The index names the rule; its text stands in the resources as unique.{index}.
        PostgresErrorCodes.UniqueViolation => (409, $"unique.{exception.ConstraintName}", null, null),
        PostgresErrorCodes.ForeignKeyViolation => (409, $"reference.{exception.ConstraintName}", null, null),
        PostgresErrorCodes.CheckViolation => (409, $"check.{exception.ConstraintName}", null, null),
        // A row that the caller's scope may not hold.
        PostgresErrorCodes.InsufficientPrivilege => (404, "request.not-found", null, null),
        // Class 22, data exceptions: a number out of range, text with a zero character.
        ['2', '2', ..] => (400, "request.malformed", null, null),
        _ when DatabaseAway.Explains(exception) => (503, "service.unavailable", null, null),
        _ => (500, "service.failed", null, null),
    };

    [GeneratedRegex("parameter \"(?:[^\"]* )?(\\w+)\"")]
    private static partial Regex Parameter();

    [GeneratedRegex("missing required properties including: (?:'(\\w+)'[^']*)+")]
    private static partial Regex MissingProperties();
}

/// <summary>The caller's If-Match names an older version; it becomes a 412 problem.</summary>
public sealed class PreconditionException() : Exception("stale");

public static class ProblemExtensions
{
    /// <summary>Honours <c>Idempotency-Key</c>; the services have it already.</summary>
    public static void UseIdempotency(this IApplicationBuilder app) => app.UseMiddleware<Idempotency>();

    /// <summary>Lets queries spell enumerations as JSON does.</summary>
    public static void UseEnumQueries(this IApplicationBuilder app) => app.UseMiddleware<EnumQueries>();

    /// <summary>Gives every refusal the same shape, those of the framework included.</summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = _ => Task.CompletedTask,
            SuppressDiagnosticsCallback = _ => true,
            AllowStatusCode404Response = true,
        });
        app.UseStatusCodePages(context => ProblemWriter.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode, context.HttpContext.Response.StatusCode switch
        {
            401 => "request.unauthenticated",
            403 => "request.forbidden",
            404 => "request.not-found",
            405 => "request.method",
            413 => "request.too-large",
            415 => "request.media-type",
            429 => "request.too-many",
            503 or 502 or 504 => "service.unavailable",
            >= 500 => "service.failed",
            _ => "request.malformed",
        }));
    }
}
