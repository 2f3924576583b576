using PartyCloud.ServiceDefaults;

namespace PartyCloud.Gateway.Accounts;

/// <summary>A role at an organization (岗位), reaching its whole subtree; without an organization it reaches the whole installation.</summary>
internal sealed class Post
{
    private Post()
    {
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public string Role { get; private set; } = "";

    public Guid? OrganizationId { get; private set; }

    /// <summary>The first of a person's posts is the one under which a request acts when it names none.</summary>
    public int Ordinal { get; private set; }

    public DateTimeOffset GrantedAt { get; private set; }

    public Guid? GrantedBy { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public Guid? EndedBy { get; private set; }

    public static Post Grant(Guid accountId, Role role, Guid? organizationId, int ordinal, Guid? grantedBy, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        AccountId = accountId,
        Role = role.Name,
        OrganizationId = organizationId,
        Ordinal = ordinal,
        GrantedAt = now,
        GrantedBy = grantedBy,
    };

    public void Withdraw(Guid by, DateTimeOffset now)
    {
        Rule.Require(EndedAt is null, "post.already-ended");
        (EndedAt, EndedBy) = (now, by);
    }
}
