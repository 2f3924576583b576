using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PartyCloud.Benchmarks.Load;

/// <summary>Takes in what is posted to it, in the runner's process, and does next to nothing with it.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app, Uri address) => (this.app, Address) = (app, address);

    public Uri Address { get; }

    /// <param name="take">Told each body as it came.</param>
    public static async Task<Receiver> StartAsync(int port, Action<HttpRequest, byte[]> take)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var address = new Uri($"http://127.0.0.1:{port}/");
        builder.WebHost.UseUrls(address.ToString());
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            take(context.Request, body.ToArray());
        });
        await app.StartAsync();
        return new(app, address);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
