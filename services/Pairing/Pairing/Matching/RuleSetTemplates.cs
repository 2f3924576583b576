using PartyCloud.Pairing.Contracts;

namespace PartyCloud.Pairing.Matching;

/// <summary>The two published tables, as starting points to copy into a programme and change there.</summary>
internal static class RuleSetTemplates
{
    /// <summary>百局联百村: 政法部门进乱村, 经济部门进穷村, 党政部门进软村, 涉农部门进专业村.</summary>
    public static MatchingRuleSet BureausToVillages { get; } = new(
        "百局联百村",
        [
            new("legalAffairs", "disorderly"),
            new("economic", "poor"),
            new("partyAffairs", "weak"),
            new("agricultural", "specialized"),
        ],
        Source: "百局联百村：党政部门进软村，经济部门进穷村，政法部门进乱村，涉农部门进专业村");

    /// <summary>
    /// 结对原则: 综治部门与乱村, 经济部门与穷村, 党群部门与弱村, 富裕党员与贫困党员.
    /// It knows no rule for 涉农; 党政部门 (<c>partyGovernment</c>) take part only where a programme maps them to <c>partyAffairs</c>.
    /// </summary>
    public static MatchingRuleSet PairingPrinciple { get; } = new(
        "党建共建结对原则",
        [
            new("legalAffairs", "disorderly"),
            new("economic", "poor"),
            new("partyAffairs", "weak"),
            new("wealthyMember", "poorMember"),
        ],
        Source: "综治部门与乱村结对，经济部门与穷村结对，党群部门与弱村结对，富裕党员与贫困党员结对");

    public static IReadOnlyDictionary<string, MatchingRuleSet> All { get; } = new Dictionary<string, MatchingRuleSet>(StringComparer.Ordinal)
    {
        ["bureausToVillages"] = BureausToVillages,
        ["pairingPrinciple"] = PairingPrinciple,
    };
}
