using PartyCloud.Pairing.Contracts;

namespace PartyCloud.Pairing.Matching;

/// <summary>A rule set made ready for questions: which helper class may serve which need, and which rule says so.</summary>
internal sealed class ClassRules(MatchingRuleSet ruleSet)
{
    private readonly Dictionary<string, string> mappings =
        (ruleSet.ClassMappings ?? []).ToDictionary(mapping => mapping.From, mapping => mapping.To, StringComparer.Ordinal);

    private readonly Dictionary<(string Helper, string Need), MatchingRule> rules =
        ruleSet.Rules.ToDictionary(rule => (rule.HelperClass, rule.NeedClass));

    private readonly ILookup<string, string> helperClassesOf =
        ruleSet.Rules.ToLookup(rule => rule.NeedClass, rule => rule.HelperClass, StringComparer.Ordinal);

    /// <summary>The class as the rules know it.</summary>
    public string Effective(string @class) => mappings.GetValueOrDefault(@class, @class);

    /// <summary>The rule of lowest priority number that lets the helper class serve the need; of equals, the need's earlier class.</summary>
    public MatchingRule? Best(NeedCandidate need, string helperClass)
    {
        MatchingRule? best = null;
        foreach (var needClass in need.Classes)
        {
            if (rules.TryGetValue((Effective(helperClass), Effective(needClass)), out var rule) && rule.Priority < (best?.Priority ?? int.MaxValue))
            {
                best = rule;
            }
        }

        return best;
    }

    public IReadOnlyList<string> HelperClassesFor(NeedCandidate need) =>
        [.. need.Classes.SelectMany(@class => helperClassesOf[Effective(@class)]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reasons a rule set cannot be used, as codes of problems; none when it can.</summary>
    public static string? Fault(MatchingRuleSet ruleSet)
    {
        if (ruleSet.Rules.GroupBy(rule => (rule.HelperClass, rule.NeedClass)).Any(group => group.Count() > 1))
        {
            return "rule-set.rule-repeated";
        }

        var from = (ruleSet.ClassMappings ?? []).Select(mapping => mapping.From).ToHashSet(StringComparer.Ordinal);
        return from.Count != (ruleSet.ClassMappings?.Count ?? 0) || ruleSet.ClassMappings?.Any(mapping => from.Contains(mapping.To)) is true
            ? "rule-set.mapping-ambiguous"
            : null;
    }

    /// <summary>The helper classes, in groups that never compete for the same need.</summary>
    public IReadOnlyList<IReadOnlySet<string>> Parts(IEnumerable<NeedCandidate> needs)
    {
        var parts = new List<HashSet<string>>();
        var signatures = needs.Select(HelperClassesFor).Where(classes => classes.Count > 0)
            .DistinctBy(classes => string.Join(',', classes), StringComparer.Ordinal);
        foreach (var classes in signatures)
        {
            var joined = new HashSet<string>(classes, StringComparer.Ordinal);
            foreach (var part in parts.Where(part => part.Overlaps(joined)).ToArray())
            {
                joined.UnionWith(part);
                parts.Remove(part);
            }

            parts.Add(joined);
        }

        return parts;
    }
}
