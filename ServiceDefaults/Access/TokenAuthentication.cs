using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PartyCloud.ServiceDefaults.Access;

/// <summary>Reads the gateway's token; one that was verified is remembered until it ends.</summary>
internal sealed class TokenAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenCache cache)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var (principal, failure) = await cache.FindAsync(header["Bearer ".Length..].Trim());
        return principal is null ? AuthenticateResult.Fail(failure ?? "invalid") : AuthenticateResult.Success(new(principal, Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}

internal sealed class TokenCache(IConfiguration configuration, TimeProvider clock)
{
    // One entry a session and post; far beyond what one service sees within a token's minutes.
    private const int MaxEntries = 20_000;

    private readonly InternalTokens tokens = InternalTokens.FromPublicKeys(
        configuration["Tokens:PublicKey"] ?? throw new InvalidOperationException("Tokens:PublicKey is not set."));

    private readonly ConcurrentDictionary<string, (ClaimsPrincipal Principal, DateTimeOffset Expires)> known = new(StringComparer.Ordinal);

    public async ValueTask<(ClaimsPrincipal? Principal, string? Failure)> FindAsync(string token)
    {
        if (known.TryGetValue(token, out var entry))
        {
            if (entry.Expires > clock.GetUtcNow())
            {
                return (entry.Principal, null);
            }

            known.TryRemove(token, out _);
        }

        var (caller, expires, failure) = await tokens.ValidateAsync(token, clock);
        if (caller is null)
        {
            return (null, failure);
        }

        if (known.Count >= MaxEntries)
        {
            known.Clear();
        }

        var principal = new ClaimsPrincipal(new CallerIdentity(caller));
        known[token] = (principal, expires);
        return (principal, null);
    }
}

/// <summary>Marks a route with the permission it asks for, so that tests and the API document can read it.</summary>
public sealed record PermissionMetadata(string Permission);

public static class PermissionExtensions
{
    /// <summary>The caller's role must hold this permission, and the post must reach something.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new PermissionMetadata(permission)).RequireAuthorization(policy => policy.RequireAssertion(context =>
            context.User.Caller() is { Scope: not null } caller && caller.Permissions.Allows(permission)));

    public static void AddCallers(this IServiceCollection services)
    {
        services.AddSingleton<TokenCache>();
        services.AddAuthentication(TokenAuthenticationHandler.Name)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthenticationHandler>(TokenAuthenticationHandler.Name, null);
        // A route that declares no permission is refused, whoever asks; what is no route at all goes on to its 404, 405 or 415
        // for those who signed in.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build());
    }
}
