using System.Globalization;

namespace PartyCloud.Demo.Generation;

/// <summary>A generated member, as a row of the import.</summary>
internal readonly record struct SampleMember(
    string IdNumber, string Name, bool Male, DateOnly BirthDate, string Ethnicity, string Education, string OrganizationCode, string Status,
    DateOnly AppliedOn, DateOnly JoinedOn, DateOnly? FormalOn, string Occupation, decimal MonthlyIncome, string IncomeKind, string Tags, string ExternalCode);

/// <summary>Spreads an exact number of members over the organizations by their weight, one after the other and never all at once.</summary>
internal static class SampleMembers
{
    // The day on which the sample looks at the world; fixed, so that the same seed gives the same bytes next year.
    private static readonly DateOnly AsOf = new(2026, 6, 30);

    private static readonly string[] Educations = ["初中", "高中", "中专", "大专", "大学本科", "研究生"];

    public static IEnumerable<SampleMember> Generate(IReadOnlyList<SampleOrganization> organizations, int members, int firstIdentity, int seed)
    {
        var weights = organizations.Sum(organization => (long)organization.Weight);
        var digits = Math.Max(4, members.ToString(CultureInfo.InvariantCulture).Length);
        var random = new Random(seed);
        var (before, index) = (0L, 0);
        foreach (var organization in organizations)
        {
            before += organization.Weight;
            for (var end = (int)(before * members / weights); index < end; index++)
            {
                yield return Member(organization, index, firstIdentity + index, digits, random);
            }
        }
    }

    private static SampleMember Member(SampleOrganization organization, int index, int identity, int digits, Random random)
    {
        var birth = AsOf.AddDays(-random.Next(22 * 365, 82 * 365));
        var male = random.Next(100) < 68;
        var joined = birth.AddYears(21).AddDays(random.Next(0, Math.Max(1, Math.Min(25 * 365, AsOf.DayNumber - birth.AddYears(21).DayNumber - 400))));
        var probationary = random.Next(100) < 2;
        if (probationary)
        {
            joined = AsOf.AddDays(-random.Next(30, 330));
        }

        var retired = birth.AddYears(60) <= AsOf;
        var (occupation, income, kind) = Work(organization.DomainType, retired, random);
        var number = new string('0', 18).ToCharArray();
        SampleIdentity.Write(number, identity, birth, male);
        var count = (index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        return new SampleMember(
            new string(number), "样例党员" + count, male, birth, random.Next(100) < 93 ? "汉族" : "满族", Educations[random.Next(Educations.Length)], organization.Code,
            probationary ? "probationary" : "formal", joined.AddDays(-random.Next(500, 1_100)), joined, probationary ? null : joined.AddYears(1), occupation, income, kind,
            Tag(organization.DomainType, random), "SAMPLE-" + organization.Code[..2] + "-" + count);
    }

    private static (string Occupation, decimal Income, string Kind) Work(string domain, bool retired, Random random) => domain switch
    {
        _ when retired => ("离退休人员", 2_000 + random.Next(60) * 100, "pension"),
        Domains.Village => ("农牧渔民", 1_000 + random.Next(40) * 100, "farming"),
        Domains.GovernmentOrgan => ("党政机关工作人员", 4_000 + random.Next(70) * 100, "wage"),
        Domains.School => ("教学人员", 4_000 + random.Next(60) * 100, "wage"),
        Domains.PublicInstitution => ("专业技术人员", 3_800 + random.Next(60) * 100, "wage"),
        _ => ("企业职工", 3_000 + random.Next(90) * 100, "wage"),
    };

    private static string Tag(string domain, Random random) => random.Next(10) switch
    {
        < 3 when domain == Domains.Village => "wealthLeader",
        < 2 => "postExpert",
        2 => "businessBackbone",
        _ => "",
    };
}
