using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>A provincial portal of the usual kind: page login, a signed call that takes the ticket for a token, and one that takes the token for the person.</summary>
public sealed class TicketPortal : IAsyncDisposable
{
    public const string AppId = "app-样例";
    public const string Secret = "portal \"secret\"";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, string> tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> nonces = new(StringComparer.Ordinal);

    private TicketPortal(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>Answers with more than anybody should read.</summary>
    public bool Floods { get; set; }

    public static async Task<TicketPortal> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var portal = new TicketPortal(builder.Build());
        portal.app.MapGet("/login", portal.Login);
        portal.app.MapPost("/api/token", portal.TokenAsync);
        portal.app.MapPost("/api/person", portal.PersonAsync);
        await portal.app.StartAsync();
        return portal;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Login(string appId, string redirect, string user)
    {
        var ticket = $"{user}+{Guid.CreateVersion7():N}/=";
        tickets[ticket] = user;
        return appId == AppId ? Results.Redirect(QueryHelpers.AddQueryString(redirect, "ssoTicket", ticket)) : Results.BadRequest();
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var body = (await JsonNode.ParseAsync(request.Body))!;
        var (ticket, stamp, nonce) = ((string)body["ticket"]!, (string)body["timestamp"]!, (string)body["nonce"]!);
        var wanted = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{AppId}{stamp}{nonce}{ticket}")));
        if ((string)body["appId"]! != AppId || wanted != request.Headers["X-Sign"] || !nonces.TryAdd(nonce, true) || !tickets.TryRemove(ticket, out var user))
        {
            return Results.Json(new { code = 401, msg = "signature or ticket" });
        }

        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
        tokens[token] = user;
        return Results.Json(new { code = 200, data = new { token } });
    }

    private async Task<IResult> PersonAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (Floods)
        {
            return Results.Text(new string(' ', 1 << 20));
        }

        return tokens.TryRemove(form["access_token"].ToString(), out var user)
            ? Results.Json(new { code = "0", data = new { users = new[] { new { id = user, realName = $"样例 {user}", authLevel = 3 } } } })
            : Results.Json(new { code = "9" });
    }
}
