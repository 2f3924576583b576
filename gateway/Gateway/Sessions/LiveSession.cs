using PartyCloud.ServiceDefaults.Access;

namespace PartyCloud.Gateway.Sessions;

/// <summary>What the gateway remembers of an access token between two looks at the database.</summary>
internal sealed class LiveSession(Guid sessionId, Guid accountId, string userName, DateTimeOffset expires, ActingPost[] posts)
{
    private int checking;

    public Guid SessionId { get; } = sessionId;

    public Guid AccountId { get; } = accountId;

    public string UserName { get; } = userName;

    public DateTimeOffset Expires { get; } = expires;

    /// <summary>In their order; never empty, for who holds no post acts under one that reaches nothing.</summary>
    public ActingPost[] Posts { get; } = posts;

    public DateTimeOffset CheckedAt { get; set; }

    /// <summary>One request looks again, the others go on with what is known.</summary>
    public bool BeginChecking() => Interlocked.Exchange(ref checking, 1) == 0;

    public void EndChecking() => Volatile.Write(ref checking, 0);

    /// <summary>Keeps the posts that are as they were, so that their tokens are used on.</summary>
    public static ActingPost[] Renew(Guid sessionId, IEnumerable<Caller> callers, LiveSession? before) =>
        [.. callers.Select(caller => before?.Posts.FirstOrDefault(post => post.SameAs(caller)) ?? new ActingPost(sessionId, caller))];
}
