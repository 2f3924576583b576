using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.SingleSignOn;

/// <param name="Provider">Its key.</param>
/// <param name="Password">The account's own: who only found the page open links nothing.</param>
public sealed record LinkOwnIdentityRequest(
    [Required, StringLength(40, MinimumLength = 1)] string Provider, [Required, StringLength(Accounts.PasswordRules.MaxLength, MinimumLength = 1)] string Password);

/// <param name="ContinueAt">The browser goes there to sign in; when it comes back, the identity is linked.</param>
public sealed record LinkOwnIdentityResponse(Uri ContinueAt);

/// <summary>One's own identities elsewhere: shown, linked by going there, and unlinked.</summary>
internal static class OwnIdentities
{
    private const string AccountPage = "/account";

    public static async Task<Ok<IdentitiesResponse>> List(Caller caller, GatewayDb db, CancellationToken cancel) =>
        TypedResults.Ok(new IdentitiesResponse(await IdentityResponse.ListAsync(db, caller.UserId, cancel)));

    public static async Task<Results<Ok<LinkOwnIdentityResponse>, EmptyHttpResult>> Link(
        LinkOwnIdentityRequest request, Caller caller, HttpContext http, GatewayDb db, Credentials credentials, SignOnProviders providers, Attempts attempts, PublicAddresses addresses,
        ILogger<SignOnProvider> log, CancellationToken cancel)
    {
        Field.Require(providers.Find(request.Provider) is not null, "provider", "field.unknown", request.Provider);
        var provider = providers.Find(request.Provider)!;
        var account = await credentials.RequireAsync(caller, request.Password, cancel);
        await db.SaveChangesAsync(cancel);
        // Whoever gave out the first password knows it, and would go on coming in after it was changed.
        Rule.Require(!account.MustChangePassword, "identity.password-first");
        Rule.Require(!await db.ExternalIdentities.AnyAsync(i => i.AccountId == account.Id && i.Provider == provider.Key, cancel), "identity.has-one");
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var attempt = await attempts.BeginAsync(http, provider.Key, AccountPage, ((SessionPrincipal)http.User).Post.SessionId, cancel);
            return TypedResults.Ok(new LinkOwnIdentityResponse(await provider.SignInAddressAsync(attempt, addresses.Callback(http.Request, provider.Key), cancel)));
        }
        catch (ProviderException exception)
        {
            log.LogWarning("Nobody could be sent to the provider {Provider}: {Reason}", provider.Key, exception.Message);
            await ProblemWriter.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "sign-on.away");
            return TypedResults.Empty;
        }
    }

    public static async Task<Results<NoContent, NotFound>> Unlink(Guid identityId, Caller caller, HttpContext http, GatewayDb db, SessionCache cache, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.ExternalIdentities.FirstOrDefaultAsync(i => i.Id == identityId && i.AccountId == caller.UserId, cancel) is not { } identity)
        {
            return TypedResults.NotFound();
        }

        await db.UnlinkAsync(identity, caller, ((SessionPrincipal)http.User).Post.SessionId, clock.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        cache.Forget(caller.UserId);
        return TypedResults.NoContent();
    }

    /// <summary>Removes an identity with the next save, and ends what began by it.</summary>
    /// <param name="except">A session that may go on.</param>
    public static async Task UnlinkAsync(this GatewayDb db, ExternalIdentity identity, Caller caller, Guid? except, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var session in await db.Sessions.Where(s => s.IdentityId == identity.Id && s.EndedAt == null && s.Id != except).ToListAsync(cancel))
        {
            session.End("identity-unlinked", now);
        }

        db.ExternalIdentities.Remove(identity);
        db.Record(caller, "identity.unlinked", "account", identity.AccountId, $"{identity.Provider} {identity.SubjectMasked}");
    }
}

/// <summary>The owner of a session comes back from the provider with the identity that he wants to link.</summary>
internal sealed class LinkOwnIdentity(GatewayDb db, TimeProvider clock)
{
    /// <returns>What the page says.</returns>
    public async Task<string> FinishAsync(string provider, ToldIdentity told, Guid sessionId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var account = await (
            from session in db.Sessions
            where session.Id == sessionId && session.EndedAt == null && db.SessionTokens.Any(token => token.SessionId == session.Id && token.ExpiresAt > now)
            join owner in db.Accounts on session.AccountId equals owner.Id
            where owner.DisabledAt == null
            select owner).FirstOrDefaultAsync(cancel);
        if (account is null)
        {
            return "session-over";
        }

        if (await db.ExternalIdentities.FirstOrDefaultAsync(i => i.Provider == provider && i.Subject == told.Subject, cancel) is { } known)
        {
            if (known.AccountId != account.Id)
            {
                return "taken";
            }

            known.Told(told, now);
            await db.SaveChangesAsync(cancel);
            return "linked";
        }

        var identity = ExternalIdentity.Link(provider, told.Subject, account.Id, account.Id, now);
        identity.Told(told, now);
        db.ExternalIdentities.Add(identity);
        db.Record(account, "identity.linked", "account", account.Id, $"{provider} {identity.SubjectMasked}");
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException exception) when (SignOn.IsTaken(exception))
        {
            return "taken";
        }

        return "linked";
    }
}
