namespace PartyCloud.Gateway.Sessions;

/// <summary>From a sign-in to its end (会话): signing out, a refresh token used twice, another password, or the account's being disabled.</summary>
internal sealed class Session
{
    private Session()
    {
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public string? Address { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>The provider of single sign-on where it began; null for a password's.</summary>
    public string? Provider { get; private set; }

    /// <summary>The external identity by which it began.</summary>
    public Guid? IdentityId { get; private set; }

    /// <summary>The provider's own session, by its hash.</summary>
    public byte[]? ProviderSession { get; private set; }

    /// <summary>What the provider wants to see when its session is ended from here; sealed, and kept no longer than the session.</summary>
    public byte[]? ProviderHint { get; private set; }

    public static Session Start(Guid accountId, string? address, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(), AccountId = accountId, Address = address, StartedAt = now };

    public void BegunBy(string provider, Guid identityId, byte[]? providerSession, byte[]? providerHint) =>
        (Provider, IdentityId, ProviderSession, ProviderHint) = (provider, identityId, providerSession, providerHint);

    public void End(string reason, DateTimeOffset now)
    {
        EndedAt ??= now;
        EndReason ??= reason;
        ProviderHint = null;
    }
}

/// <summary>An access, a refresh or a browser's token, by its hash.</summary>
internal sealed class SessionToken
{
    public const string Access = "access";
    public const string Refresh = "refresh";

    /// <summary>In a browser's cookie; its end moves on with every use.</summary>
    public const string Browser = "browser";

    private SessionToken()
    {
    }

    public byte[] Hash { get; private set; } = [];

    public Guid SessionId { get; private set; }

    public string Kind { get; private set; } = "";

    public DateTimeOffset IssuedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    public static SessionToken Of(string token, Guid sessionId, string kind, DateTimeOffset now, DateTimeOffset expires) =>
        new() { Hash = OpaqueToken.Hash(token), SessionId = sessionId, Kind = kind, IssuedAt = now, ExpiresAt = expires };
}
