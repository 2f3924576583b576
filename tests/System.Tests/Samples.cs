using System.Globalization;
using System.Text;

namespace PartyCloud.SystemTests;

/// <summary>An organization of a test's own tree.</summary>
internal sealed record SampleOrganization(string Code, string Name, string Kind, string DomainType, string? ParentCode, string? RegionCode = null)
{
    public static byte[] Sheet(IEnumerable<SampleOrganization> organizations) => Samples.Sheet(
        "code,name,kind,domain_type,parent_code,region_code",
        organizations.Select(o => $"{o.Code},{o.Name},{o.Kind},{o.DomainType},{o.ParentCode},{o.RegionCode}"));
}

/// <summary>A generated person.</summary>
internal sealed record SampleMember(string IdNumber, string Name, string OrganizationCode, string Status)
{
    public static byte[] Sheet(IEnumerable<SampleMember> members) => Samples.Sheet(
        "id_number,name,organization_code,status",
        members.Select(m => $"{m.IdNumber},{m.Name},{m.OrganizationCode},{m.Status}"));
}

/// <summary>Organizations and people of nobody, different in each test.</summary>
internal static class Samples
{
    private static int people;
    private static int trees;

    /// <summary>A prefix for the codes of one test's organizations.</summary>
    public static string Prefix() => $"t{Interlocked.Increment(ref trees)}-";

    public static byte[] Sheet(string header, IEnumerable<string> rows) => Encoding.UTF8.GetBytes(string.Join("\r\n", [header, .. rows, ""]));

    /// <summary>A committee with committees below it, each with so many branches.</summary>
    public static List<SampleOrganization> Tree(string prefix, int committees, int branchesEach)
    {
        List<SampleOrganization> tree = [new(prefix + "root", "样例党委", "committee", "governmentOrgan", null)];
        for (var committee = 1; committee <= committees; committee++)
        {
            var code = $"{prefix}c{committee}";
            tree.Add(new(code, $"样例第{committee}党委", "committee", "governmentOrgan", prefix + "root"));
            tree.AddRange(Enumerable.Range(1, branchesEach).Select(branch => new SampleOrganization($"{code}-b{branch}", $"样例{committee}-{branch}支部", "branch", "village", code)));
        }

        return tree;
    }

    /// <summary>So many people, spread evenly over the branches of a tree; every tenth is on probation.</summary>
    public static List<SampleMember> Members(IEnumerable<SampleOrganization> tree, int count)
    {
        var branches = tree.Where(organization => organization.Kind == "branch").ToList();
        return [.. Enumerable.Range(0, count).Select(n => Member(branches[n % branches.Count].Code, n % 10 == 0 ? "probationary" : "formal"))];
    }

    public static SampleMember Member(string organizationCode, string status = "formal")
    {
        var number = Interlocked.Increment(ref people);
        return new(IdNumber(number), $"样例{number}", organizationCode, status);
    }

    /// <summary>
    /// An identity number of nobody (GB 11643): right in itself, but 99 is no province, so none of these has been or can be issued.
    /// </summary>
    public static string IdNumber(int number)
    {
        var birth = new DateOnly(1950, 1, 1).AddDays(number % 15_000);
        var digits = string.Create(CultureInfo.InvariantCulture, $"{990_000 + number / 1000}{birth:yyyyMMdd}{number % 1000:000}");
        return digits + CheckCharacter(digits);
    }

    /// <summary>The same number with a check character that is not its own.</summary>
    public static string Broken(string idNumber) => idNumber[..17] + (idNumber[17] == '1' ? '2' : '1');

    private static char CheckCharacter(string digits)
    {
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return "10X98765432"[digits.Select((digit, place) => (digit - '0') * weights[place]).Sum() % 11];
    }
}
