using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using PartyCloud.Client.Signing;
using PartyCloud.Gateway.Apps;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Storage;
using Yarp.ReverseProxy.Model;

namespace PartyCloud.Gateway.Edge;

/// <summary>
/// Finds out who asks and under which post, and holds each session and each address to its rate. It stands in front of every
/// request that is forwarded, so it does no more than that and asks no database for a session that was seen lately.
/// </summary>
internal sealed class SessionGate(RequestDelegate next, SessionCache sessions, RateLimits limits, TimeProvider clock)
{
    public const string PostHeader = "X-Post";

    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers.ContainsKey(SignatureHeaders.App))
        {
            return context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null ? WithSignatureAsync(context) : Anonymous(context);
        }

        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || value.Length != Scheme.Length + OpaqueToken.Length
            || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return header.Count == 0 && SessionCookie.Find(context.Request) is { } cookie ? WithCookie(context, cookie) : Anonymous(context);
        }

        return sessions.FindFresh(value.AsSpan(Scheme.Length), clock.GetUtcNow()) is { } session
            ? SignedIn(context, session)
            : LookUpAsync(context, value[Scheme.Length..]);
    }

    // Whatever else a request says of who asks, a signature is what it goes by.
    private async Task WithSignatureAsync(HttpContext context)
    {
        if (await context.AuthenticateAsync(SignatureScheme.Name) is { Succeeded: true, Principal: AppPrincipal app })
        {
            context.User = app;
            context.RequestServices.GetRequiredService<RequestContext>().Caller = app.Post.Caller;
            await next(context);
        }
        else
        {
            await context.ChallengeAsync(SignatureScheme.Name);
        }
    }

    // A browser sends its cookie whoever made it ask, so what changes something must show that it was our own page.
    private Task WithCookie(HttpContext context, string token)
    {
        if (!SessionCookie.IsSafe(context.Request.Method))
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                return Anonymous(context);
            }

            if (SessionCookie.Refusal(context.Request, token) is { } refusal)
            {
                return RefuseForeignPage(context, refusal);
            }
        }

        return sessions.FindFresh(token, clock.GetUtcNow()) is { } session ? SignedIn(context, session) : LookUpAsync(context, token);
    }

    private Task RefuseForeignPage(HttpContext context, string code) =>
        limits.AdmitAnonymous(context.Connection.RemoteIpAddress, out var retryAfter)
            ? ProblemWriter.WriteAsync(context, StatusCodes.Status403Forbidden, code)
            : RateLimits.RefuseAsync(context, retryAfter);

    private Task Anonymous(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<UnlimitedMetadata>() is not null || limits.AdmitAnonymous(context.Connection.RemoteIpAddress, out var retryAfter)
            ? next(context)
            : RateLimits.RefuseAsync(context, retryAfter);

    private async Task LookUpAsync(HttpContext context, string token)
    {
        // Guessed tokens count as an address's own requests before they reach the database.
        if (!sessions.IsKnown(token) && !limits.AdmitAnonymous(context.Connection.RemoteIpAddress, out var retryAfter))
        {
            await RateLimits.RefuseAsync(context, retryAfter);
            return;
        }

        if (await sessions.FindAsync(token, context.RequestAborted) is { } session)
        {
            await SignedIn(context, session);
        }
        else
        {
            await next(context);
        }
    }

    private Task SignedIn(HttpContext context, LiveSession session)
    {
        if (!limits.AdmitSession(session.SessionId, out var retryAfter))
        {
            return RateLimits.RefuseAsync(context, retryAfter);
        }

        var post = session.Posts[0];
        if (context.Request.Headers.TryGetValue(PostHeader, out var named))
        {
            if (!Guid.TryParse(named.ToString(), out var postId))
            {
                return ProblemWriter.WriteAsync(context, StatusCodes.Status400BadRequest, "request.invalid", errors: [new(PostHeader, "field.malformed")]);
            }

            if (Array.Find(session.Posts, held => held.Caller.PostId == postId) is not { } found)
            {
                context.User = post.Principal;
                return ProblemWriter.WriteAsync(context, StatusCodes.Status403Forbidden, "post.not-held");
            }

            post = found;
        }

        context.User = post.Principal;
        if (context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is null)
        {
            context.RequestServices.GetRequiredService<RequestContext>().Caller = post.Caller;
        }

        return next(context);
    }
}

/// <summary>Marks what monitors call often and what costs nothing.</summary>
internal sealed class UnlimitedMetadata;
