using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PartyCloud.ServiceDefaults.Access;

/// <summary>
/// The short-lived ES256 tokens by which the gateway tells a service who asks. The gateway holds the private key; services trust
/// nothing else from the network.
/// </summary>
/// <param name="key">Signs, where it is a private one.</param>
/// <param name="others">Trusted beside it, while one key takes another's place.</param>
public sealed class InternalTokens(ECDsa key, params ECDsa[] others)
{
    public const string Issuer = "partycloud-gateway";
    public const string Audience = "partycloud-services";

    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    private readonly SigningCredentials credentials = new(KeyOf(key), SecurityAlgorithms.EcdsaSha256);
    private readonly SecurityKey[] trusted = [.. others.Select(KeyOf)];

    public static InternalTokens FromPrivateKey(string base64)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(base64), out _);
        return new(key);
    }

    /// <param name="text">Base64 of the keys that are trusted, with blanks between them: two while one takes the other's place.</param>
    public static InternalTokens FromPublicKeys(string text)
    {
        ECDsa[] keys = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(base64 =>
        {
            var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(base64), out _);
            return key;
        })];
        return new(keys[0], keys[1..]);
    }

    public string Issue(Caller caller, DateTimeOffset now, TimeSpan lifetime)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = caller.UserId.ToString(),
            ["name"] = caller.UserName,
            ["role"] = caller.Role,
            ["perm"] = caller.Permissions.Text,
        };
        Add("scope", caller.Scope?.Text);
        Add("post", caller.PostId?.ToString());
        Add("org", caller.OrganizationId?.ToString());
        return Tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = credentials,
        });

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                claims[name] = value;
            }
        }
    }

    /// <summary>The caller and when the token ends, or null with the reason when it is not ours, not valid yet, or over.</summary>
    public async Task<(Caller? Caller, DateTimeOffset Expires, string? Failure)> ValidateAsync(string token, TimeProvider clock)
    {
        var result = await Tokens.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            IssuerSigningKeys = [credentials.Key, .. trusted],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            LifetimeValidator = (from, to, _, _) =>
                from <= clock.GetUtcNow().UtcDateTime.AddSeconds(30) && to > clock.GetUtcNow().UtcDateTime,
        });
        if (!result.IsValid)
        {
            return (null, default, result.Exception.GetType().Name);
        }

        var jwt = (JsonWebToken)result.SecurityToken;
        var scope = LevelScope.TryParse(Claim("scope"), out var parsed) ? parsed : null;
        var caller = new Caller(
            Guid.Parse(jwt.Subject), Claim("name") ?? "", Claim("role") ?? "", PermissionSet.Parse(Claim("perm")), scope,
            Guid.TryParse(Claim("post"), out var post) ? post : null, Guid.TryParse(Claim("org"), out var organization) ? organization : null);
        return (caller, new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero), null);

        string? Claim(string name) => jwt.TryGetClaim(name, out var claim) ? claim.Value : null;
    }

    // A key that was replaced must not be remembered by the library under the same identifier.
    private static ECDsaSecurityKey KeyOf(ECDsa key) => new(key) { CryptoProviderFactory = new() { CacheSignatureProviders = true } };
}
