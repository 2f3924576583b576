using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace PartyCloud.ServiceDefaults.Telemetry;

public static class ServerSpans
{
    /// <summary>
    /// Names the server's span after its route and gives it the tags and the error status that ASP.NET Core leaves to an instrumentation package. First in the pipeline. Requests
    /// of monitors are left out of traces, with all that they cause.
    /// </summary>
    public static void UseServerSpans(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        // Where nobody collects traces there is a span all the same, for the trace's id in logs and problems; it needs no words.
        if (span is not { IsAllDataRequested: true, Recorded: true })
        {
            await next(context);
            return;
        }

        if (context.Request.Path.Value is "/alive" or "/health" or "/metrics")
        {
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            span.AddException(exception);
            span.SetStatus(ActivityStatusCode.Error);
            span.SetTag("error.type", exception.GetType().FullName);
            throw;
        }
        finally
        {
            Describe(span, context);
        }
    });

    private static void Describe(Activity span, HttpContext context)
    {
        // Whoever calls chooses the word; names of spans must stay few.
        var method = context.Request.Method.ToUpperInvariant();
        method = method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? method : "_OTHER";
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? method : $"{method} {route}";
        span.SetTag("http.request.method", method);
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        span.SetTag("url.path", context.Request.Path.Value);
        span.SetTag("url.scheme", context.Request.Scheme);
        if (route is not null)
        {
            span.SetTag("http.route", route);
        }

        if (context.Response.StatusCode >= 500)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
