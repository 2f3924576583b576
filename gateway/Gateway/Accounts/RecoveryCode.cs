namespace PartyCloud.Gateway.Accounts;

/// <summary>One of the codes that stand in for a lost second factor (恢复码); each serves once.</summary>
internal sealed class RecoveryCode
{
    public Guid AccountId { get; init; }

    public byte[] Hash { get; init; } = [];
}
