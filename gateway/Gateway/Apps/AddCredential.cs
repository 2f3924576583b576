using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Client.Signing;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Signing;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Apps;

/// <summary>生成密钥.</summary>
/// <param name="ValidDays">How long it is good.</param>
/// <param name="OthersEndInHours">So soon the app's other secrets end; where nothing is said they go on as they are.</param>
public sealed record AddAppSecretRequest([Range(1, 730)] int ValidDays = 365, [Range(0, 2160)] int? OthersEndInHours = null);

/// <summary>A new secret (新密钥). It is shown this once: what is kept cannot be asked for.</summary>
/// <param name="Secret">The HMAC's key is these characters themselves, as ASCII.</param>
public sealed record AppSecretResponse(Guid Id, string Secret, DateTimeOffset ExpiresAt);

/// <summary>登记 SM2 公钥.</summary>
/// <param name="PublicKey">PEM or base64 of a SubjectPublicKeyInfo, or the point not compressed (04, x, y) in hex or base64.</param>
public sealed record AddAppKeyRequest([Required, StringLength(1000, MinimumLength = 1)] string PublicKey, [Range(1, 730)] int ValidDays = 365);

/// <summary>Rotation: a second secret is made, the app changes over to it, the first ends.</summary>
internal static class AddCredential
{
    public static async Task<Results<Created<AppSecretResponse>, NotFound>> Secret(
        Guid id, AddAppSecretRequest request, Caller caller, HttpContext http, GatewayDb db, AppKeys keys, ManageApp manage, TimeProvider clock, CancellationToken cancel)
    {
        if (await manage.FindAsync(id, caller, toChange: true, cancel) is not { } app)
        {
            return TypedResults.NotFound();
        }

        var (now, secret) = (clock.GetUtcNow(), OpaqueToken.Create());
        var others = await db.AppCredentials.Where(c => c.AppId == id).ToListAsync(cancel);
        var made = AppCredential.OfSecret(id, secret, keys, caller.UserId, now, now.AddDays(request.ValidDays));
        app.Add(made, others, now);
        if (request.OthersEndInHours is { } hours)
        {
            foreach (var other in others.Where(c => c.Kind == CredentialKind.Secret && c.IsValid(now)))
            {
                other.EndBy(now.AddHours(hours));
            }
        }

        db.AppCredentials.Add(made);
        await manage.SaveAsync(app, caller, "app.secret-added", $"{made.Id}", null, cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v1/apps/{id}", new AppSecretResponse(made.Id, secret, made.ExpiresAt));
    }

    public static async Task<Results<Created<AppCredentialItem>, NotFound>> Key(
        Guid id, AddAppKeyRequest request, Caller caller, GatewayDb db, ManageApp manage, TimeProvider clock, CancellationToken cancel)
    {
        if (await manage.FindAsync(id, caller, toChange: true, cancel) is not { } app)
        {
            return TypedResults.NotFound();
        }

        var key = Sm2Key.Parse(request.PublicKey.Trim());
        Field.Require(key is not null, "publicKey", "app.not-a-key");
        var now = clock.GetUtcNow();
        var made = AppCredential.OfKey(id, key!, caller.UserId, now, now.AddDays(request.ValidDays));
        app.Add(made, await db.AppCredentials.AsNoTracking().Where(c => c.AppId == id).ToListAsync(cancel), now);
        db.AppCredentials.Add(made);
        await manage.SaveAsync(app, caller, "app.key-added", $"{made.Id} {key!.Fingerprint()}", null, cancel);
        return TypedResults.Created($"/api/v1/apps/{id}", AppResponse.Of(made, now));
    }

    public static async Task<Results<NoContent, NotFound>> Revoke(
        Guid id, Guid credentialId, Caller caller, GatewayDb db, ManageApp manage, TimeProvider clock, CancellationToken cancel)
    {
        if (await manage.FindAsync(id, caller, toChange: false, cancel) is not { } app
            || await db.AppCredentials.FirstOrDefaultAsync(c => c.Id == credentialId && c.AppId == id, cancel) is not { } credential)
        {
            return TypedResults.NotFound();
        }

        app.Revoke(credential, clock.GetUtcNow());
        await manage.SaveAsync(app, caller, "app.credential-revoked", $"{credentialId}", null, cancel);
        return TypedResults.NoContent();
    }
}
