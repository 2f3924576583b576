using Microsoft.AspNetCore.Identity;
using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Accounts;

/// <summary>A person who signs in (账号). The base class is ASP.NET Core Identity's, which keeps password and second factor.</summary>
internal sealed class Account : IdentityUser<Guid>, IVersioned
{
    private Account()
    {
    }

    public string DisplayName { get; private set; } = "";

    /// <summary>Where the person belongs; null for the installation's own administrators.</summary>
    public Guid? OrganizationId { get; private set; }

    /// <summary>Someone else knows the password: until it is changed, the account can do nothing else.</summary>
    public bool MustChangePassword { get; private set; }

    /// <summary>The second factor's code that was accepted last; none is accepted twice.</summary>
    public string? LastCode { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public Guid? CreatedBy { get; private set; }

    public DateTimeOffset? DisabledAt { get; private set; }

    public string? DisabledReason { get; private set; }

    public int Version { get; private set; }

    public static Account Create(string userName, string displayName, Guid? organizationId, bool mustChangePassword, Guid? createdBy, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        UserName = userName,
        DisplayName = displayName,
        OrganizationId = organizationId,
        MustChangePassword = mustChangePassword,
        LockoutEnabled = true,
        CreatedAt = now,
        CreatedBy = createdBy,
        Version = 1,
    };

    public bool IsLocked(DateTimeOffset now) => LockoutEnd > now;

    public void Rename(string displayName)
    {
        DisplayName = displayName;
        Version++;
    }

    public void Disable(string reason, DateTimeOffset now)
    {
        Rule.Require(DisabledAt is null, "account.already-disabled");
        (DisabledAt, DisabledReason) = (now, reason);
        Version++;
    }

    public void Enable()
    {
        Rule.Require(DisabledAt is not null, "account.not-disabled");
        (DisabledAt, DisabledReason) = (null, null);
        Version++;
    }

    /// <summary>A password that another person has set is to be changed by its owner.</summary>
    public void PasswordSet(bool byAnother)
    {
        MustChangePassword = byAnother;
        Unlock();
        Version++;
    }

    public void SignedIn(string? code)
    {
        LastCode = code ?? LastCode;
        Unlock();
    }

    public void SecondFactorChanged(bool enabled)
    {
        TwoFactorEnabled = enabled;
        LastCode = null;
        Version++;
    }

    private void Unlock() => (AccessFailedCount, LockoutEnd) = (0, null);
}
