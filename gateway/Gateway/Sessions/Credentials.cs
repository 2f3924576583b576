using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Sessions;

internal enum PasswordVerdict
{
    Right,
    Wrong,
    Locked,
}

/// <summary>
/// Checks a password. A try is counted before the password is looked at, so that guesses sent at once do not slip past the count;
/// and a name that nobody has takes the same time and gets the same answers, the lockout included.
/// </summary>
internal sealed class Credentials(
    GatewayDb db, IPasswordHasher<Account> hasher, UnknownNames unknown, TimeProvider clock, IOptions<SessionSettings> options)
{
    public static string Normalize(string userName) => userName.Trim().Normalize().ToUpperInvariant();

    /// <summary>Counts a try of a normalized name, for who will guess a password or a code; success sets the count back.</summary>
    /// <returns>False where the name is locked out, or nobody's.</returns>
    public async Task<bool> CountAsync(string name, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (limit, until) = (options.Value.FailuresBeforeLockout, now + options.Value.Lockout);
        var counted = await db.Database.SqlQuery<Guid>($"""
            update accounts set
              access_failed_count = case when access_failed_count + 1 >= {limit} then 0 else access_failed_count + 1 end,
              lockout_end = case when access_failed_count + 1 >= {limit} then {until} else null end
            where normalized_user_name = {name} and (lockout_end is null or lockout_end <= {now})
            returning id as "Value"
            """).ToListAsync(cancel);
        return counted.Count > 0;
    }

    public async Task<(PasswordVerdict Verdict, Account? Account)> CheckAsync(string userName, string password, CancellationToken cancel)
    {
        var (name, now) = (Normalize(userName), clock.GetUtcNow());
        var (limit, until) = (options.Value.FailuresBeforeLockout, now + options.Value.Lockout);
        var counted = await CountAsync(name, cancel);
        var account = await db.Accounts.FirstOrDefaultAsync(a => a.NormalizedUserName == name, cancel);

        var stranger = unknown.Stranger;
        var result = hasher.VerifyHashedPassword(account ?? stranger, account?.PasswordHash ?? stranger.PasswordHash!, password);
        if (account is null)
        {
            return (unknown.CountAndAsk(name, now, limit, until) ? PasswordVerdict.Locked : PasswordVerdict.Wrong, null);
        }

        if (!counted)
        {
            return (PasswordVerdict.Locked, account);
        }

        if (result == PasswordVerificationResult.Failed || account.PasswordHash is null)
        {
            return (PasswordVerdict.Wrong, account);
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.PasswordHash = hasher.HashPassword(account, password);
        }

        return (PasswordVerdict.Right, account);
    }
}

/// <summary>Treats names that nobody has as if someone had them.</summary>
internal sealed class UnknownNames
{
    private const int MaxNames = 10_000;

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset? Until)> names = new(StringComparer.Ordinal);

    public UnknownNames(IPasswordHasher<Account> hasher, TimeProvider clock)
    {
        Stranger = Account.Create("?", "", null, false, null, clock.GetUtcNow());
        Stranger.PasswordHash = hasher.HashPassword(Stranger, OpaqueToken.Create());
    }

    /// <summary>Has a password that nobody knows.</summary>
    public Account Stranger { get; }

    public bool CountAndAsk(string name, DateTimeOffset now, int limit, DateTimeOffset until)
    {
        if (names.Count >= MaxNames)
        {
            names.Clear();
        }

        var locked = false;
        names.AddOrUpdate(name, _ => (1, null), (_, known) =>
        {
            locked = known.Until > now;
            return locked ? known : known.Failures + 1 >= limit ? (0, until) : (known.Failures + 1, null);
        });
        return locked;
    }
}
