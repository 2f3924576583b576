using System.Collections.Concurrent;
using System.Net;
using System.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace PartyCloud.ConsoleTests;

/// <summary>
/// A city's sign-on after CAS 3 with a page of its own. It stands under another name than the gateway, so to a browser it is another site; and it remembers nobody.
/// </summary>
public sealed class SampleSignOn : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, (string User, string Service)> tickets = new(StringComparer.Ordinal);

    private SampleSignOn(WebApplication app) => this.app = app;

    public string Address => $"http://localhost:{new Uri(app.Urls.First()).Port}/cas";

    public static async Task<SampleSignOn> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sample = new SampleSignOn(builder.Build());
        sample.app.MapGet("/cas/login", sample.Login);
        sample.app.MapGet("/cas/p3/serviceValidate", sample.Validate);
        sample.app.MapGet("/cas/logout", (string service) => Page($"""<h1>已退出统一身份认证</h1><p><a href="{SecurityElement.Escape(service)}">返回</a></p>"""));
        await sample.app.StartAsync();
        return sample;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Login(string service, string? user)
    {
        if (user is null)
        {
            return Page($"""
                <h1>统一身份认证（样例）</h1>
                <form><input type="hidden" name="service" value="{WebUtility.HtmlEncode(service)}"><label>工号 <input name="user"></label><button>认证</button></form>
                """);
        }

        var ticket = $"ST-{Guid.CreateVersion7():N}";
        tickets[ticket] = (user, service);
        return Results.Redirect(QueryHelpers.AddQueryString(service, "ticket", ticket));
    }

    private IResult Validate(string service, string ticket) => Results.Content(
        $"""
        <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{(tickets.TryRemove(ticket, out var given) && given.Service == service
            ? $"<cas:authenticationSuccess><cas:user>{SecurityElement.Escape(given.User)}</cas:user><cas:attributes><cas:displayName>样例人员</cas:displayName><cas:realNameLevel>三级</cas:realNameLevel></cas:attributes></cas:authenticationSuccess>"
            : """<cas:authenticationFailure code="INVALID_TICKET"/>""")}</cas:serviceResponse>
        """,
        "application/xml");

    private static IResult Page(string content) => Results.Content($"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>样例</title></head><body>{content}</body></html>""", "text/html; charset=utf-8");
}
