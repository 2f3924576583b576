using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Accounts;
using PartyCloud.Gateway.Storage;

namespace PartyCloud.Gateway.Sessions;

/// <summary>The authenticator app's six digits, each accepted once, or one of the recovery codes.</summary>
internal sealed class SecondFactorCheck(GatewayDb db, UserManager<Account> users)
{
    public const int RecoveryCodes = 10;

    public async Task<string?> RefusalAsync(Account account, string? code, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            return "sign-in.code-required";
        }

        return await IsAcceptedAsync(account, code, cancel) ? null : "sign-in.code-wrong";
    }

    public async Task<bool> IsAcceptedAsync(Account account, string code, CancellationToken cancel)
    {
        if (code.Length == 6)
        {
            return code != account.LastCode && await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code);
        }

        var hash = OpaqueToken.Hash(code.ToUpperInvariant());
        return await db.RecoveryCodes.Where(c => c.AccountId == account.Id && c.Hash == hash).ExecuteDeleteAsync(cancel) == 1;
    }

    /// <summary>Makes new recovery codes; the former ones serve no more.</summary>
    public async Task<string[]> RenewRecoveryCodesAsync(Account account, CancellationToken cancel)
    {
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.AccountId == account.Id).ToListAsync(cancel));
        // Without the letters and digits that look alike.
        var codes = Enumerable.Range(0, RecoveryCodes)
            .Select(_ => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTVWXYZ", 4))))
            .ToArray();
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { AccountId = account.Id, Hash = OpaqueToken.Hash(code) }));
        return codes;
    }
}
