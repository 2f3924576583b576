using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PartyCloud.Gateway.Tests.SingleSignOn;

/// <summary>An OpenID provider that hands out whatever token the test makes: what a real one never would.</summary>
public sealed class ForgingProvider : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly RSA rsa = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, string> tokens = new(StringComparer.Ordinal);

    private ForgingProvider(WebApplication app) => (this.app, Key) = (app, new RsaSecurityKey(rsa) { KeyId = "forging" });

    public RsaSecurityKey Key { get; private set; }

    public Uri Issuer => new(app.Urls.First());

    public static async Task<ForgingProvider> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var forging = new ForgingProvider(builder.Build());
        forging.app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = forging.Name,
            authorization_endpoint = $"{forging.Name}/auth",
            token_endpoint = $"{forging.Name}/token",
            jwks_uri = $"{forging.Name}/jwks",
        }));
        forging.app.MapGet("/jwks", () =>
        {
            var key = forging.Key.Rsa.ExportParameters(false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", kid = forging.Key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
        });
        forging.app.MapPost("/token", async (HttpRequest request) =>
            forging.tokens.TryRemove((await request.ReadFormAsync())["code"].ToString(), out var token)
                ? Results.Json(new { access_token = "a", token_type = "Bearer", id_token = token })
                : Results.BadRequest(new { error = "invalid_grant" }));
        await forging.app.StartAsync();
        return forging;
    }

    /// <summary>As the gateway's settings name it.</summary>
    public string Name => Issuer.GetLeftPart(UriPartial.Authority);

    /// <returns>The code for which the token is handed out.</returns>
    public string CodeFor(string token)
    {
        var code = Guid.CreateVersion7().ToString("N");
        tokens[code] = token;
        return code;
    }

    public string Sign(Dictionary<string, object> claims, SigningCredentials? credentials = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = credentials ?? new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        });

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }
}
