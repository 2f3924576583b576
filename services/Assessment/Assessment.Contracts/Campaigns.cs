namespace PartyCloud.Assessment.Contracts;

/// <summary>The level of the body that gave an honour.</summary>
public enum HonourLevel
{
    /// <summary>Township (乡镇).</summary>
    Township,

    /// <summary>County or district (县区).</summary>
    County,

    /// <summary>City (市).</summary>
    City,

    /// <summary>Province (省).</summary>
    Province,

    /// <summary>The nation (全国).</summary>
    Nation,
}

/// <summary>How a criterion came out.</summary>
public enum CriterionVerdict
{
    /// <summary>Met.</summary>
    Pass,

    /// <summary>Not met.</summary>
    Fail,

    /// <summary>There is nothing to apply it to.</summary>
    NotApplicable,

    /// <summary>Nobody recorded what it needs.</summary>
    Missing,
}
