using System.Collections.Concurrent;
using System.Net;
using System.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Xunit;

namespace PartyCloud.Testing;

/// <summary>
/// A CAS 3 server, as a city's sign-on: /login, /p3/serviceValidate, /logout and single logout. It remembers nobody: who comes says in the query who he is, and is asked on a page otherwise.
/// </summary>
public sealed class CasServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, (string User, string Service)> tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Ticket, string Service)> sessions = new(StringComparer.Ordinal);

    private CasServer(WebApplication app) => this.app = app;

    public Uri Address => new(new Uri(app.Urls.First()), "/cas");

    /// <summary>Under another name than the gateway has, so that it is another site to a browser.</summary>
    public Uri AddressElsewhere => new UriBuilder(Address) { Host = "localhost" }.Uri;

    /// <summary>What it answers to the next ticket of a user, in place of what is right.</summary>
    public ConcurrentDictionary<string, string> Instead { get; } = new(StringComparer.Ordinal);

    public static async Task<CasServer> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var cas = new CasServer(builder.Build());
        cas.app.MapGet("/cas/login", cas.Login);
        cas.app.MapGet("/cas/p3/serviceValidate", cas.Validate);
        cas.app.MapGet("/cas/logout", (string service) => Page($"""<h1>已退出统一身份认证</h1><p><a href="{WebUtility.HtmlEncode(service)}">返回</a></p>"""));
        await cas.app.StartAsync();
        return cas;
    }

    /// <summary>The person signs out here, and each service is told.</summary>
    public async Task<HttpResponseMessage> SignOutAsync(string user)
    {
        Assert.True(sessions.TryRemove(user, out var session));
        return await LogoutAsync(session.Service, $"""
            <samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="LR-1" Version="2.0" IssueInstant="2026-07-01T00:00:00Z">
              <saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{user}</saml:NameID>
              <samlp:SessionIndex>{session.Ticket}</samlp:SessionIndex>
            </samlp:LogoutRequest>
            """);
    }

    public static async Task<HttpResponseMessage> LogoutAsync(string service, string message)
    {
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent([new("logoutRequest", message)]);
        return await client.PostAsync(service, form);
    }

    public string ServiceOf(string user) => sessions[user].Service;

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

    private IResult Validate(string service, string ticket)
    {
        if (!tickets.TryRemove(ticket, out var given) || given.Service != service)
        {
            return Xml("""<cas:authenticationFailure code="INVALID_TICKET">not recognized</cas:authenticationFailure>""");
        }

        if (Instead.TryRemove(given.User, out var instead))
        {
            return Results.Content(instead, "application/xml");
        }

        sessions[given.User] = (ticket, service);
        return Xml($"""
            <cas:authenticationSuccess>
              <cas:user>{SecurityElement.Escape(given.User)}</cas:user>
              <cas:attributes><cas:displayName>样例 {SecurityElement.Escape(given.User)}</cas:displayName><cas:realNameLevel>三级</cas:realNameLevel><cas:memberOf>a</cas:memberOf><cas:memberOf>b</cas:memberOf></cas:attributes>
            </cas:authenticationSuccess>
            """);
    }

    private static IResult Page(string content) => Results.Content($"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>样例</title></head><body>{content}</body></html>""", "text/html; charset=utf-8");

    private static IResult Xml(string content) => Results.Content($"""<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{content}</cas:serviceResponse>""", "application/xml");
}
