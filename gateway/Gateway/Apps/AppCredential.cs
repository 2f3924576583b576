using PartyCloud.Client.Signing;
using PartyCloud.Gateway.Signing;
using PartyCloud.ServiceDefaults;

namespace PartyCloud.Gateway.Apps;

/// <summary>By what an app signs: a secret that both sides know, or a key of its own.</summary>
public enum CredentialKind
{
    Secret,
    Sm2Key,
}

/// <summary>A secret or a public key of an app (密钥), good until it expires or is revoked.</summary>
internal sealed class AppCredential
{
    public const int MostAtOnce = 2;

    private AppCredential()
    {
    }

    public Guid Id { get; private set; }

    public Guid AppId { get; private set; }

    public CredentialKind Kind { get; private set; }

    /// <summary>Sealed by <see cref="AppKeys"/>.</summary>
    public byte[]? Secret { get; private set; }

    public byte[]? PublicKey { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public Guid CreatedBy { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public DateTimeOffset? LastUsedAt { get; private set; }

    public string? LastUsedAddress { get; private set; }

    public static AppCredential OfSecret(Guid appId, string secret, AppKeys keys, Guid createdBy, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var credential = Of(appId, CredentialKind.Secret, createdBy, now, expiresAt);
        credential.Secret = keys.Seal(credential.Id, secret);
        return credential;
    }

    public static AppCredential OfKey(Guid appId, Sm2Key key, Guid createdBy, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var credential = Of(appId, CredentialKind.Sm2Key, createdBy, now, expiresAt);
        credential.PublicKey = key.Point;
        return credential;
    }

    public bool IsValid(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    public void Revoke(DateTimeOffset now)
    {
        Rule.Require(RevokedAt is null, "app.credential-revoked");
        RevokedAt = now;
    }

    /// <summary>Ends earlier than it would; never later.</summary>
    public void EndBy(DateTimeOffset at) => ExpiresAt = at < ExpiresAt ? at : ExpiresAt;

    private static AppCredential Of(Guid appId, CredentialKind kind, Guid createdBy, DateTimeOffset now, DateTimeOffset expiresAt) => new()
    {
        Id = Guid.CreateVersion7(),
        AppId = appId,
        Kind = kind,
        CreatedAt = now,
        CreatedBy = createdBy,
        ExpiresAt = expiresAt,
    };
}
