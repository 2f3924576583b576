using System.Globalization;

namespace PartyCloud.Demo.Generation;

/// <summary>Collects organizations in the order in which they are founded, so that a parent always stands before its children.</summary>
internal sealed class Tree(string prefix, int digits, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<SampleOrganization> _organizations = [];

    public IReadOnlyList<SampleOrganization> Organizations => _organizations;

    public SampleOrganization Add(SampleOrganization? parent, string name, string kind, string domain, string region, int leastWeight = 0, int mostWeight = 0, string? unit = null, string? helperClass = null)
    {
        var code = prefix + (_organizations.Count + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        var established = new DateOnly(_random.Next(1952, 2024), _random.Next(1, 13), _random.Next(1, 29));
        var weight = mostWeight > 0 ? _random.Next(leastWeight, mostWeight + 1) : 0;
        var organization = new SampleOrganization(code, name + "（样例）", kind, domain, parent?.Code, region, unit is null ? null : unit + "（样例）", established, weight, helperClass);
        _organizations.Add(organization);
        return organization;
    }
}
