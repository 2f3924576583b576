using System.Security.Claims;
using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Gateway.Sessions;

/// <summary>A session under one of its person's posts: the caller, and the token by which the services know it.</summary>
internal sealed class ActingPost
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private string? authorization;
    private DateTimeOffset renewAt;

    public ActingPost(Guid sessionId, Caller caller)
    {
        (SessionId, Caller) = (sessionId, caller);
        Principal = new SessionPrincipal(this);
    }

    public Guid SessionId { get; }

    public Caller Caller { get; }

    public SessionPrincipal Principal { get; }

    /// <summary>The header for the services: made once and used again until half its time is over.</summary>
    public string Authorization(InternalTokens tokens, DateTimeOffset now)
    {
        lock (gate)
        {
            if (authorization is null || now >= renewAt)
            {
                authorization = "Bearer " + tokens.Issue(Caller, now, TokenLifetime);
                renewAt = now + TokenLifetime / 2;
            }

            return authorization;
        }
    }

    public bool SameAs(Caller other) =>
        Caller.Scope?.Text == other.Scope?.Text && ReferenceEquals(Caller.Permissions, other.Permissions)
        && Caller with { Scope = null } == other with { Scope = null };
}

/// <summary>The signed-in user of a request, with the post under which it acts.</summary>
internal class SessionPrincipal(ActingPost post) : ClaimsPrincipal(new CallerIdentity(post.Caller))
{
    public ActingPost Post { get; } = post;
}
