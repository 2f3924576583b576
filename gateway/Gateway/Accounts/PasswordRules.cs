using Microsoft.AspNetCore.Identity;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Accounts;

/// <summary>Ten characters of three kinds, and not the user's own name.</summary>
internal static class PasswordRules
{
    public const int MinLength = 10;
    public const int MaxLength = 128;

    private const int Kinds = 3;

    /// <summary>The rule that the password breaks, or null.</summary>
    public static string? Broken(string password, string userName)
    {
        if (password.Length is < MinLength or > MaxLength)
        {
            return "password.length";
        }

        var kinds = (password.Any(char.IsAsciiLetterLower) ? 1 : 0) + (password.Any(char.IsAsciiLetterUpper) ? 1 : 0)
            + (password.Any(char.IsAsciiDigit) ? 1 : 0) + (password.Any(c => !char.IsAsciiLetterOrDigit(c)) ? 1 : 0);
        return kinds < Kinds ? "password.kinds"
            : password.Contains(userName, StringComparison.OrdinalIgnoreCase) ? "password.has-name"
            : null;
    }

    public static void Check(string password, string userName, string field)
    {
        if (Broken(password, userName) is { } code)
        {
            throw new FieldException(code switch
            {
                "password.length" => new(field, code, MinLength, MaxLength),
                "password.kinds" => new FieldError(field, code, Kinds),
                _ => new FieldError(field, code),
            });
        }
    }

    /// <summary>Gives the account this password.</summary>
    public static void SetPassword(this IPasswordHasher<Account> hasher, Account account, string password, bool byAnother)
    {
        account.PasswordHash = hasher.HashPassword(account, password);
        account.SecurityStamp = Guid.CreateVersion7().ToString("N");
        account.PasswordSet(byAnother);
    }
}
