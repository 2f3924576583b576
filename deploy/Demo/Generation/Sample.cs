using PartyCloud.ServiceDefaults.Sheets;

namespace PartyCloud.Demo.Generation;

/// <summary>A whole demo: the organizations are held, the members made when they are asked for.</summary>
internal sealed class Sample(string name, IReadOnlyList<SampleOrganization> organizations, int members, int seed)
{
    private static readonly string[] OrganizationHeader =
        ["code", "name", "kind", "domain_type", "parent_code", "region_code", "unit_name", "unit_class", "established_on", "external_code"];

    private static readonly string[] MemberHeader =
    [
        "id_number", "name", "sex", "birth_date", "ethnicity", "education", "organization_code", "status", "applied_on", "joined_on", "formal_on", "phone", "occupation",
        "monthly_income", "income_kind", "tags", "external_code",
    ];

    public string Name => name;

    public IReadOnlyList<SampleOrganization> Organizations => organizations;

    public SampleOrganization Root => organizations[0];

    public int MemberCount => members;

    public static Sample Create(string name, int? organizations, int? members, int seed) => name == "county"
        ? new Sample(name, County.Generate(seed), members ?? County.Members, seed)
        : new Sample(name, City.Generate(organizations ?? City.Organizations, seed), members ?? City.Members, seed);

    public IEnumerable<SampleMember> Members() => SampleMembers.Generate(organizations, members, name == "city" ? 0 : SampleIdentity.MostOfCity, seed);

    public async Task WriteOrganizationsAsync(Stream stream, CancellationToken cancellation)
    {
        await using var sheet = SheetWriter.Csv(stream, OrganizationHeader);
        foreach (var row in organizations)
        {
            sheet.Text(row.Code).Text(row.Name).Text(row.Kind).Text(row.DomainType).Text(row.ParentCode).Text(row.RegionCode).Text(row.UnitName)
                .Text(row.UnitClass).Date(row.EstablishedOn).Text(row.ExternalCode);
            await sheet.EndRowAsync(cancellation);
        }
    }

    /// <summary>Writes some of the members; the generator runs through those before them, which costs little beside sending them.</summary>
    public async Task WriteMembersAsync(Stream stream, int from, int count, CancellationToken cancellation)
    {
        await using var sheet = SheetWriter.Csv(stream, MemberHeader);
        foreach (var row in Members().Skip(from).Take(count))
        {
            sheet.Text(row.IdNumber).Text(row.Name).Text(row.Male ? "male" : "female").Date(row.BirthDate).Text(row.Ethnicity).Text(row.Education).Text(row.OrganizationCode)
                .Text(row.Status).Date(row.AppliedOn).Date(row.JoinedOn).Date(row.FormalOn).Text("").Text(row.Occupation).Number(row.MonthlyIncome).Text(row.IncomeKind)
                .Text(row.Tags).Text(row.ExternalCode);
            await sheet.EndRowAsync(cancellation);
        }
    }
}
