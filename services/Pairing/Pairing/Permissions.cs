namespace PartyCloud.Pairing;

/// <summary>What a role may do here.</summary>
internal static class Permissions
{
    public const string Read = "pairing.read";

    /// <summary>Programmes, needs, helpers, matching, and the decision on proposals and pairs.</summary>
    public const string Manage = "pairing.manage";

    public const string Visit = "pairing.visit";

    public const string Export = "pairing.export";

    public const string Import = "pairing.import";
}
