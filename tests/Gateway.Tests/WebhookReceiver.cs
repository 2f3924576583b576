using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PartyCloud.Client.Webhooks;

namespace PartyCloud.Gateway.Tests;

/// <summary>A portal's end of the webhooks: notes what comes under each path, and answers as it is told.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = [];

    private WebhookReceiver(WebApplication app) => this.app = app;

    public int Port => new Uri(app.Urls.First()).Port;

    /// <summary>How it answers under a path; with 204 where nothing is said.</summary>
    public ConcurrentDictionary<string, Func<Received, HttpContext, Task>> Answers { get; } = new(StringComparer.Ordinal);

    /// <param name="certificate">Over TLS by this certificate; without one in the clear.</param>
    public static async Task<WebhookReceiver> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var one = new Received(
                context.Request.Path, context.Request.Method, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray());
            receiver.received.Enqueue(one);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            if (receiver.Answers.TryGetValue(context.Request.Path, out var answer))
            {
                await answer(one, context);
            }
        });
        await app.StartAsync();
        return receiver;
    }

    public IReadOnlyList<Received> Under(string path) => [.. received.Where(one => one.Path == path)];

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>A request as it came.</summary>
public sealed record Received(string Path, string Method, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers[WebhookSignature.IdHeader];

    public string Signatures => Headers[WebhookSignature.SignatureHeader];

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string Type => Json["type"]!.GetValue<string>();

    public Guid? About => Json["data"]!["id"]?.GetValue<Guid>();

    public int? Version => Json["version"]?.GetValue<int>();

    public bool Fits(string secret, DateTimeOffset now) =>
        WebhookSignature.Fits(secret, Id, Headers[WebhookSignature.TimestampHeader], Signatures, Body, now);
}
