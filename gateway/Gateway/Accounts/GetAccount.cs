using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Accounts;

internal static class GetAccount
{
    public static async Task<Results<Ok<AccountResponse>, NotFound>> Handle(
        Guid id, HttpContext http, Caller caller, GatewayDb db, TimeProvider clock, CancellationToken cancel)
    {
        var authority = await Authority.OfAsync(db, caller, cancel);
        if (await authority.FindAsync(db, id, cancel) is null)
        {
            return TypedResults.NotFound();
        }

        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == id, cancel);
        IfMatch.Tag(http, account.Version);
        return TypedResults.Ok(await AccountResponse.OfAsync(db, account, authority, clock.GetUtcNow(), cancel));
    }
}
