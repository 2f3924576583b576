using System.Security.Cryptography;
using System.Text;
using PartyCloud.Demo.Generation;

namespace PartyCloud.Demo.Tests;

public sealed class SampleTests
{
    private const int Seed = 1;

    [Fact]
    public void The_county_has_289_organizations_and_3869_members()
    {
        var county = Sample.Create("county", null, null, Seed);
        Assert.Equal(289, county.Organizations.Count);
        Assert.Equal(3_869, county.Members().Count());
        Assert.Equal(13.3875, Math.Round(3_869d / 289, 4));
    }

    [Fact]
    public void The_city_has_60000_organizations_and_200000_members_on_every_division()
    {
        var city = Sample.Create("city", null, null, Seed);
        Assert.Equal(60_000, city.Organizations.Count);
        Assert.Equal(200_000, city.Members().Count());
        var regions = city.Organizations.Select(organization => organization.RegionCode).ToHashSet(StringComparer.Ordinal);
        Assert.Equal((38, 1_031, 11_270), (regions.Count(code => code.Length == 6), regions.Count(code => code.Length == 9), regions.Count(code => code.Length == 12)));
    }

    [Fact]
    public void The_city_can_be_made_larger_to_the_last_organization_but_not_smaller_than_its_divisions()
    {
        Assert.Equal(100_003, City.Generate(100_003, Seed).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => City.Generate(5_000, Seed));
    }

    [Theory]
    [InlineData("county")]
    [InlineData("city")]
    public void Every_parent_exists_and_stands_before_its_children(string demo)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        var roots = 0;
        foreach (var organization in Sample.Create(demo, null, null, Seed).Organizations)
        {
            roots += organization.ParentCode is null ? 1 : 0;
            Assert.True(organization.ParentCode is null || codes.Contains(organization.ParentCode), organization.Code);
            Assert.True(codes.Add(organization.Code), organization.Code);
        }

        Assert.Equal(1, roots);
    }

    [Theory]
    [InlineData("county", 1)]
    [InlineData("city", 38)]
    public void Each_district_has_one_head_and_everything_else_lies_below(string demo, int districts) =>
        Assert.Equal(districts, Sample.Create(demo, null, null, Seed).Organizations.Count(organization => organization.RegionCode.Length == 6));

    [Theory]
    [InlineData("county")]
    [InlineData("city")]
    public void Every_type_is_there_and_villages_and_communities_where_the_divisions_have_them(string demo)
    {
        var types = Sample.Create(demo, null, null, Seed).Organizations.CountBy(organization => organization.DomainType).ToDictionary();
        Assert.Equal(
            ["community", "governmentOrgan", "nonPublicEnterprise", "other", "publicInstitution", "school", "socialOrganization", "stateOwnedEnterprise", "village"],
            types.Keys.Order(StringComparer.Ordinal));
        if (demo == "county")
        {
            Assert.Equal((77, 8), (types["village"], types["community"]));
        }
    }

    [Fact]
    public void No_branch_of_the_county_is_without_members_and_no_committee_has_its_own()
    {
        var county = Sample.Create("county", null, null, Seed);
        var members = county.Members().CountBy(member => member.OrganizationCode).ToDictionary();
        foreach (var organization in county.Organizations)
        {
            Assert.Equal(organization.Weight > 0, members.ContainsKey(organization.Code));
            Assert.False(organization.Kind is "committee" or "workingCommittee" && organization.Weight > 0);
        }
    }

    [Theory]
    [InlineData("11010519491231002X")]
    [InlineData("440524188001010014")]
    public void The_check_digit_is_the_standards_own(string number) => Assert.Equal(number[17], SampleIdentity.CheckDigit(number.AsSpan(0, 17)));

    [Fact]
    public void Identity_numbers_are_valid_unique_and_nobodys()
    {
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in Sample.Create("city", null, null, Seed).Members().Concat(Sample.Create("county", null, null, Seed).Members()))
        {
            var number = member.IdNumber;
            Assert.StartsWith("99", number, StringComparison.Ordinal);
            Assert.Equal(number[17], SampleIdentity.CheckDigit(number.AsSpan(0, 17)));
            Assert.Equal(member.BirthDate.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), number[6..14]);
            Assert.Equal(member.Male, (number[16] - '0') % 2 == 1);
            Assert.True(numbers.Add(number), number);
        }
    }

    [Fact]
    public void People_and_organizations_say_that_they_are_samples()
    {
        var county = Sample.Create("county", null, null, Seed);
        Assert.All(county.Organizations, organization => Assert.EndsWith("（样例）", organization.Name, StringComparison.Ordinal));
        Assert.All(county.Organizations, organization => Assert.StartsWith("SAMPLE-", organization.ExternalCode, StringComparison.Ordinal));
        Assert.All(county.Members(), member => Assert.StartsWith("样例党员", member.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void The_dates_of_a_member_follow_one_another()
    {
        Assert.All(Sample.Create("county", null, null, Seed).Members(), member =>
        {
            Assert.True(member.BirthDate.AddYears(18) <= member.AppliedOn, member.Name);
            Assert.True(member.AppliedOn < member.JoinedOn, member.Name);
            Assert.Equal(member.Status == "probationary" ? null : member.JoinedOn.AddYears(1), member.FormalOn);
            Assert.True((member.FormalOn ?? member.JoinedOn) <= new DateOnly(2026, 6, 30), member.Name);
        });
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_pieces_make_the_whole()
    {
        var first = await BytesAsync(Sample.Create("county", null, null, 7));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(first)), Convert.ToHexString(SHA256.HashData(await BytesAsync(Sample.Create("county", null, null, 7)))));
        Assert.NotEqual(Convert.ToHexString(SHA256.HashData(first)), Convert.ToHexString(SHA256.HashData(await BytesAsync(Sample.Create("county", null, null, 8)))));

        var county = Sample.Create("county", null, null, 7);
        using var whole = new MemoryStream();
        using var head = new MemoryStream();
        using var tail = new MemoryStream();
        await county.WriteMembersAsync(whole, 0, int.MaxValue, default);
        await county.WriteMembersAsync(head, 0, 2_000, default);
        await county.WriteMembersAsync(tail, 2_000, 2_000, default);
        string[] Rows(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(Rows(whole), Rows(head).Concat(Rows(tail)));
    }

    private static async Task<byte[]> BytesAsync(Sample sample)
    {
        using var stream = new MemoryStream();
        await sample.WriteOrganizationsAsync(stream, default);
        await sample.WriteMembersAsync(stream, 0, int.MaxValue, default);
        return stream.ToArray();
    }
}
