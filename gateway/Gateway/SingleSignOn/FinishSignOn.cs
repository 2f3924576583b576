using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Signing;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.SingleSignOn;

/// <summary>A browser comes back from a provider: to sign in, or to link an identity to the account that it is signed in with.</summary>
internal static partial class FinishSignOn
{
    public static async Task<Results<RedirectHttpResult, NotFound>> Handle(
        string provider, HttpContext http, SignOnProviders providers, Attempts attempts, PublicAddresses addresses, SignOn signOn, LinkOwnIdentity link, ILogger<SignOnProvider> log,
        CancellationToken cancel)
    {
        if (providers.Find(provider) is not { } found)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        if (await attempts.TakeAsync(http, found.Key, cancel) is not { } attempt)
        {
            return TypedResults.Redirect(ReturnPath.With("/", "state"));
        }

        string? outcome;
        try
        {
            var told = await found.RedeemAsync(attempt, http.Request.Query, addresses.Callback(http.Request, found.Key), cancel);
            outcome = attempt.SessionId is { } sessionId ? await link.FinishAsync(found.Key, told, sessionId, cancel) : await signOn.FinishAsync(attempt, told, found.Settings, http, cancel);
        }
        catch (ProviderException exception)
        {
            NotTold(log, found.Key, exception.Code, exception.Message);
            outcome = exception.Code;
        }

        return TypedResults.Redirect(ReturnPath.With(attempt.ReturnTo, outcome));
    }

    [LoggerMessage(2, LogLevel.Warning, "A sign-on at {Provider} came to nothing ({Code}): {Reason}")]
    private static partial void NotTold(ILogger log, string provider, string code, string reason);
}

/// <summary>Finds the account of an identity and begins its session, by the rules of every sign-in.</summary>
internal sealed class SignOn(
    GatewayDb db, Admission admission, Attempts attempts, AppKeys keys, IOptions<SessionSettings> options, TimeProvider clock)
{
    // What goes into an address when the session ends must fit into one.
    private const int LongestHint = 4096;

    /// <returns>What the sign-in page says; null when the session has begun.</returns>
    public async Task<string?> FinishAsync(Attempt attempt, ToldIdentity told, ProviderSettings settings, HttpContext http, CancellationToken cancel)
    {
        var identity = await db.ExternalIdentities.FirstOrDefaultAsync(i => i.Provider == settings.Key && i.Subject == told.Subject, cancel)
            ?? await MatchAsync(told, settings, cancel);
        if (identity is null)
        {
            // Nothing is made of it; the log says that somebody came whom nobody knows.
            db.Record((Account?)null, "session.refused", null, $"identity-unknown {http.Connection.RemoteIpAddress} {settings.Key}");
            await db.SaveChangesAsync(cancel);
            return "unknown";
        }

        var account = await db.Accounts.SingleAsync(a => a.Id == identity.AccountId, cancel);
        identity.Told(told, clock.GetUtcNow());
        var refusal = await admission.RefusalAsync(account, told.IsSecondFactor, code: null, http, settings.Key, cancel);
        var session = told.Session is { } own ? OpaqueToken.Hash(own) : null;
        var hint = told.Hint is { Length: <= LongestHint } shown ? keys.Seal(identity.Id, shown) : null;
        if (refusal is not null)
        {
            if (!await SaveAsync(cancel))
            {
                return "taken";
            }

            if (refusal == "sign-in.code-required")
            {
                await attempts.AwaitFactorAsync(attempt.Browser, new(settings.Key, identity.Id, session, hint), cancel);
            }

            return refusal["sign-in.".Length..];
        }

        var begun = admission.Start(account, code: null, http, settings.Key);
        begun.BegunBy(settings.Key, identity.Id, session, hint);
        try
        {
            await BrowserSession.IssueAsync(account, begun, http, db, options.Value, clock, cancel);
        }
        catch (DbUpdateException exception) when (IsTaken(exception))
        {
            return "taken";
        }

        AttemptCookie.Clear(http);
        return null;
    }

    /// <summary>Another was first to link this subject, or another subject to this account.</summary>
    public static bool IsTaken(DbUpdateException exception) => exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    // An account that has an identity of this provider keeps it: names are given to others when people leave, subjects are not.
    private async Task<ExternalIdentity?> MatchAsync(ToldIdentity told, ProviderSettings settings, CancellationToken cancel)
    {
        if (told.UserName is null)
        {
            return null;
        }

        var name = Credentials.Normalize(told.UserName);
        if (await db.Accounts.FirstOrDefaultAsync(a => a.NormalizedUserName == name, cancel) is not { DisabledAt: null } account
            || await db.ExternalIdentities.AnyAsync(i => i.AccountId == account.Id && i.Provider == settings.Key, cancel))
        {
            return null;
        }

        var identity = ExternalIdentity.Link(settings.Key, told.Subject, account.Id, linkedBy: null, clock.GetUtcNow());
        db.ExternalIdentities.Add(identity);
        db.Record(account, "identity.linked", "account", account.Id, $"{settings.Key} {identity.SubjectMasked} {settings.MatchUserNameBy}");
        return identity;
    }

    private async Task<bool> SaveAsync(CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException exception) when (IsTaken(exception))
        {
            return false;
        }
    }
}
