using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PartyCloud.Gateway.Tests;

/// <summary>Stands where a service stands, and says what it was handed.</summary>
public sealed class EchoService : IAsyncDisposable
{
    private readonly WebApplication app;

    private EchoService(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    /// <summary>What it answers when it is asked for its document.</summary>
    public string Document { get; set; } = """{"openapi":"3.1.1","info":{"title":"x","version":"v1"},"paths":{}}""";

    /// <summary>What it answers when it is asked for tasks; with null it keeps whoever asks waiting.</summary>
    public string? Tasks { get; set; } = """{"items":[],"counts":{}}""";

    /// <summary>What it answers, by path, instead of an echo; the query of the last request under the same path is in <see cref="Queries"/>.</summary>
    public ConcurrentDictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What it works out from the query of the request, by path; goes before <see cref="Answers"/>.</summary>
    public ConcurrentDictionary<string, Func<IQueryCollection, (int Status, string Answer)>> Scripts { get; } = new(StringComparer.Ordinal);

    /// <summary>With which status it answers under a path; with 200 where nothing is said.</summary>
    public ConcurrentDictionary<string, int> Statuses { get; } = new(StringComparer.Ordinal);

    /// <summary>The token with which it was last asked under a path.</summary>
    public ConcurrentDictionary<string, string> Tokens { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, string> Queries { get; } = new(StringComparer.Ordinal);

    /// <summary>The headers with which it was last asked for tasks, and the query under <c>?</c>.</summary>
    public Dictionary<string, string>? Asked { get; private set; }

    /// <summary>Ends when the first bytes of a body have come.</summary>
    public TaskCompletionSource BytesArrived { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<EchoService> StartAsync(string name)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<KestrelServerOptions>(kestrel => (kestrel.Limits.MaxRequestBodySize, kestrel.AddServerHeader) = (null, false));
        var app = builder.Build();
        var echo = new EchoService(app);
        app.MapGet("/openapi/v1.json", () => Results.Text(echo.Document, "application/json"));
        app.MapGet("/health", () => "Healthy");
        app.MapGet("/metrics", () => "secret figures");
        app.MapGet("/api/v1/organizations/refused", () => Results.StatusCode(403));
        app.MapGet("/api/v1/organizations/slow", async (CancellationToken cancel) => await Task.Delay(Timeout.Infinite, cancel));
        app.MapGet("/api/v1/organizations/aborted", (HttpContext context) => context.Abort());
        app.MapGet($"/api/v1/{name}/tasks", async (HttpContext context, CancellationToken cancel) =>
        {
            echo.Asked = context.Request.Headers.Append(new("?", context.Request.QueryString.ToString())).ToDictionary(header => header.Key, header => header.Value.ToString());
            if (echo.Tasks is null)
            {
                await Task.Delay(Timeout.Infinite, cancel);
            }

            return Results.Text(echo.Tasks, "application/json");
        });
        app.MapFallback(async context =>
        {
            if (echo.Scripts.TryGetValue(context.Request.Path, out var script))
            {
                var (status, text) = script(context.Request.Query);
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(text);
                return;
            }

            if (echo.Answers.TryGetValue(context.Request.Path, out var answer))
            {
                echo.Queries[context.Request.Path] = context.Request.QueryString.ToString();
                echo.Tokens[context.Request.Path] = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
                context.Response.StatusCode = echo.Statuses.GetValueOrDefault(context.Request.Path, StatusCodes.Status200OK);
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(answer);
                return;
            }

            var buffer = new byte[64 << 10];
            long length = 0;
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0; length += read)
            {
                echo.BytesArrived.TrySetResult();
            }

            await context.Response.WriteAsJsonAsync(new Echo(
                name, context.Request.Method, context.Request.Path, context.Request.QueryString.ToString(),
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), length));
        });
        await app.StartAsync();
        return echo;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>The request as the service saw it.</summary>
public sealed record Echo(string Service, string Method, string Path, string Query, Dictionary<string, string> Headers, long Length)
{
    public string? Header(string name) => new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase).GetValueOrDefault(name);
}
