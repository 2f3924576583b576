using PartyCloud.Assessment.Cycles;

namespace PartyCloud.Assessment.Tests.Cycles;

public sealed class SnapshotTests
{
    private static readonly DateTimeOffset End = new(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly OrganizationAsOf City = Known("001", null, "committee", "governmentOrgan", region: "500100");
    private static readonly OrganizationAsOf District = Known("001001", City, "committee", "governmentOrgan", region: "500117");
    private static readonly OrganizationAsOf Town = Known("001001001", District, "committee", "governmentOrgan", region: "500117101");
    private static readonly OrganizationAsOf Village = Known("001001001001", Town, "branch", "village");

    [Fact]
    public void T15_what_happens_after_the_cut_off_does_not_alter_the_snapshot()
    {
        var before = Take(City, District, Town, Village);
        OrganizationAsOf[] later =
        [
            Village with { Version = 2, KnownAt = End.AddDays(1), DomainType = "community" },
            Village with { Version = 3, KnownAt = End.AddDays(2), ParentId = District.Id, LevelCode = "001001002" },
            Village with { Version = 4, KnownAt = End.AddDays(3), Active = false },
        ];

        Assert.Equal(before, Take([City, District, Town, Village, .. later]));
        Assert.Equal(before, Take([.. later.Reverse(), Village, Town, District, City]));
    }

    [Fact]
    public void What_happens_before_the_cut_off_counts()
    {
        var closed = Village with { Version = 2, KnownAt = End, Active = false };

        Assert.DoesNotContain(Take(City, District, Town, Village, closed), o => o.Id == Village.Id);
    }

    [Fact]
    public void What_was_learnt_first_holds_for_the_time_before()
    {
        var imported = Village with { KnownAt = End.AddDays(20) };

        Assert.Contains(Take(City, District, Town, imported), o => o.Id == Village.Id);
    }

    [Fact]
    public void A_district_is_the_nearest_organization_above_with_a_county_level_region()
    {
        var snapshot = Take(City, District, Town, Village);

        Assert.Equal([null, District.Id, District.Id, District.Id], snapshot.Select(o => o.DistrictId));
        Assert.Equal("500117", snapshot[^1].DistrictCode);
    }

    [Fact]
    public void A_bureau_in_the_region_of_its_district_heads_nothing_and_is_assessed()
    {
        var bureau = Known("001001002", District, "committee", "governmentOrgan", region: "500117");
        var branch = Known("001001002001", bureau, "branch", "governmentOrgan", region: "500117");

        var snapshot = Take(City, District, bureau, branch);

        Assert.Equal([null, District.Id, District.Id, District.Id], snapshot.Select(o => o.DistrictId));
        Assert.Equal([false, false, true, true], snapshot.Select(o => o.IsAssessed));
        Assert.Equal([true, true, true, false], snapshot.Select(o => o.IsDirect));
    }

    [Fact]
    public void Direct_is_who_stands_right_under_the_scope_or_its_district()
    {
        Assert.Equal([true, true, true, false], Take(City, District, Town, Village).Select(o => o.IsDirect));
    }

    [Fact]
    public void Heads_groups_and_temporary_branches_are_not_assessed()
    {
        var group = Known("001001001002", Town, "group", "village");
        var temporary = Known("001001001003", Town, "temporaryBranch", "village");

        var assessed = Take(City, District, Town, Village, group, temporary).Where(o => o.IsAssessed);

        Assert.Equal([Town.Id, Village.Id], assessed.Select(o => o.Id));
    }

    [Fact]
    public void A_cycle_can_name_the_kinds_it_assesses()
    {
        var snapshot = Snapshot.Take([City, District, Town, Village], City.Id, End, ["branch"]);

        Assert.Equal([Village.Id], snapshot.Where(o => o.IsAssessed).Select(o => o.Id));
    }

    [Fact]
    public void Only_what_is_below_the_scope_is_in_the_snapshot()
    {
        var snapshot = Snapshot.Take([City, District, Town, Village], Town.Id, End, []);

        Assert.Equal([Town.Id, Village.Id], snapshot.Select(o => o.Id));
        Assert.Empty(Snapshot.Take([City], Guid.CreateVersion7(), End, []));
    }

    private static IReadOnlyList<SnapshotOrganization> Take(params OrganizationAsOf[] history) =>
        Snapshot.Take(history, City.Id, End, []);

    private static OrganizationAsOf Known(string levelCode, OrganizationAsOf? parent, string kind, string type, string? region = null) =>
        new(Guid.CreateVersion7(), 1, End.AddDays(-100), levelCode, levelCode, $"示例 {levelCode}", type, kind, parent?.Id, region, true);
}
