using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Sessions;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>
/// A sign-on under way in one browser. Nonce and verifier are made from the browser's own cookie, so a row of the table tells nobody anything, and an answer
/// that somebody else has caught, or made, is of no use in another browser.
/// </summary>
/// <param name="State">Goes to the provider and comes back.</param>
/// <param name="Browser">The cookie's value.</param>
/// <param name="ReturnTo">A path of the console.</param>
/// <param name="SessionId">The session whose owner wants to link an identity; null when somebody signs in.</param>
internal sealed record Attempt(string State, string Browser, string Provider, string ReturnTo, Guid? SessionId)
{
    /// <summary>Ties an id token to this attempt.</summary>
    public string Nonce => Derive("nonce");

    /// <summary>The proof of PKCE (RFC 7636).</summary>
    public string Verifier => Derive("verifier");

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private string Derive(string purpose) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Browser), Encoding.ASCII.GetBytes($"{purpose} {State}")));
}

/// <summary>All is told of a person but the second factor.</summary>
internal sealed record AwaitedFactor(string Provider, Guid IdentityId, byte[]? ProviderSession, byte[]? ProviderHint);

/// <summary>Keeps attempts in the database, where each replica of the gateway finds them, and takes each out once.</summary>
internal sealed class Attempts(ServiceDatabase database, TimeProvider clock, IOptions<SingleSignOnSettings> options)
{
    /// <summary>Remembers a new attempt, and the browser by a cookie.</summary>
    /// <param name="sessionId">Whose owner links an identity.</param>
    public async Task<Attempt> BeginAsync(HttpContext http, string provider, string returnTo, Guid? sessionId, CancellationToken cancel)
    {
        var browser = AttemptCookie.Find(http.Request) ?? OpaqueToken.Create();
        var attempt = new Attempt(OpaqueToken.Create(), browser, provider, returnTo, sessionId);
        await InsertAsync(OpaqueToken.Hash(attempt.State), browser, provider, returnTo, sessionId, null, cancel);
        AttemptCookie.Set(http, browser, options.Value.AttemptLifetime);
        return attempt;
    }

    /// <summary>The attempt that an answer belongs to, once; null for one that is over, was answered, or began in another browser.</summary>
    public async Task<Attempt?> TakeAsync(HttpContext http, string provider, CancellationToken cancel)
    {
        if (AttemptCookie.Find(http.Request) is not { } browser || http.Request.Query["state"] is not [{ Length: OpaqueToken.Length } state])
        {
            return null;
        }

        await using var command = database.System.CreateCommand("""
            delete from sign_on_attempts where hash = $1 and browser = $2 and provider = $3 and expires_at > $4 and identity_id is null
            returning return_to, session_id
            """).With(OpaqueToken.Hash(state), OpaqueToken.Hash(browser), provider, clock.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new(state, browser, provider, reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetGuid(1))
            : null;
    }

    /// <summary>The browser's next request brings the second factor.</summary>
    public Task AwaitFactorAsync(string browser, AwaitedFactor awaited, CancellationToken cancel) =>
        InsertAsync(FactorHash(browser), browser, awaited.Provider, "/", null, awaited, cancel);

    public async Task<AwaitedFactor?> FindFactorAsync(string browser, CancellationToken cancel)
    {
        await using var command = database.System.CreateCommand("""
            select provider, identity_id, provider_session, provider_hint from sign_on_attempts where hash = $1 and browser = $2 and expires_at > $3 and identity_id is not null
            """).With(FactorHash(browser), OpaqueToken.Hash(browser), clock.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new(reader.GetString(0), reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3))
            : null;
    }

    /// <returns>Whether this request is the one that may go on.</returns>
    public async Task<bool> TakeFactorAsync(string browser, CancellationToken cancel)
    {
        await using var command = database.System.CreateCommand("delete from sign_on_attempts where hash = $1 and expires_at > $2").With(FactorHash(browser), clock.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Whether a provider's notice comes for the first time.</summary>
    public async Task<bool> IsFirstAsync(string provider, string notice, TimeSpan kept, CancellationToken cancel)
    {
        await using var command = database.System.CreateCommand("insert into sign_on_notices (provider, hash, expires_at) values ($1, $2, $3) on conflict do nothing")
            .With(provider, OpaqueToken.Hash(notice), clock.GetUtcNow() + kept);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    private async Task InsertAsync(byte[] hash, string browser, string provider, string returnTo, Guid? sessionId, AwaitedFactor? awaited, CancellationToken cancel)
    {
        await using var command = database.System.CreateCommand("""
            insert into sign_on_attempts (hash, browser, provider, return_to, session_id, identity_id, provider_session, provider_hint, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (hash) do update set provider = excluded.provider, identity_id = excluded.identity_id, provider_session = excluded.provider_session,
              provider_hint = excluded.provider_hint, expires_at = excluded.expires_at
            """);
        var (id, session, hint) = (awaited?.IdentityId, awaited?.ProviderSession, awaited?.ProviderHint);
        command.With(hash, OpaqueToken.Hash(browser), provider, returnTo);
        Add(sessionId, NpgsqlTypes.NpgsqlDbType.Uuid);
        Add(id, NpgsqlTypes.NpgsqlDbType.Uuid);
        Add(session, NpgsqlTypes.NpgsqlDbType.Bytea);
        Add(hint, NpgsqlTypes.NpgsqlDbType.Bytea);
        command.Parameters.Add(new() { Value = clock.GetUtcNow() + options.Value.AttemptLifetime });
        await command.ExecuteNonQueryAsync(cancel);

        void Add(object? value, NpgsqlTypes.NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    private static byte[] FactorHash(string browser) => OpaqueToken.Hash("second factor " + browser);
}

/// <summary>Knows the browser again when a provider sends it back. Not <c>Strict</c>, for that is another site's doing; and it opens nothing by itself.</summary>
internal static class AttemptCookie
{
    private const string Name = "partycloud-sign-on";
    private const string SecureName = "__Host-" + Name;

    public static string? Find(HttpRequest request) => request.Cookies[NameFor(request)] is { Length: OpaqueToken.Length } value ? value : null;

    public static void Set(HttpContext http, string value, TimeSpan lasting) => http.Response.Cookies.Append(NameFor(http.Request), value, Options(http.Request, lasting));

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(NameFor(http.Request), Options(http.Request, null));

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : Name;

    private static CookieOptions Options(HttpRequest request, TimeSpan? lasting) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = lasting,
        IsEssential = true,
    };
}
