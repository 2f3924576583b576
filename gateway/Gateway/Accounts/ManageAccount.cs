using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Sessions;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Accounts;

/// <summary>What every change of another's account has in common: reach, power over it, the caller's If-Match, the entry in the log.</summary>
internal sealed class ManageAccount(GatewayDb db, SessionCache cache, TimeProvider clock)
{
    public async Task<Results<Ok<AccountResponse>, NotFound>> ChangeAsync(
        Guid id, Caller caller, HttpContext http, IfMatch ifMatch, string action, string? purpose, Func<Account, DateTimeOffset, Task<string?>> change, CancellationToken cancel)
    {
        var authority = await Authority.OfAsync(db, caller, cancel);
        if (await authority.FindAsync(db, id, cancel) is not { } managed)
        {
            return TypedResults.NotFound();
        }

        authority.RequireManaging(managed);
        var account = await db.Accounts.SingleAsync(a => a.Id == id, cancel);
        ifMatch.Check(account);
        var now = clock.GetUtcNow();
        var fields = await change(account, now);
        db.Record(caller, action, "account", id, fields, purpose);
        await db.SaveChangesAsync(cancel);
        cache.Forget(id);
        IfMatch.Tag(http, account.Version);
        return TypedResults.Ok(await AccountResponse.OfAsync(db, account, authority, now, cancel));
    }
}
