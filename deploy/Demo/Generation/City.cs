namespace PartyCloud.Demo.Generation;

/// <summary>Chongqing: its real divisions, each with its organization, and as many more below the townships as are asked for.</summary>
internal static class City
{
    public const int Organizations = 60_000;
    public const int Members = 200_000;

    private static readonly (string Name, string Class)[] Offices =
    [
        ("组织部", "partyAffairs"), ("宣传部", "partyAffairs"), ("民政局", "partyAffairs"), ("政法委", "legalAffairs"), ("公安局", "legalAffairs"), ("司法局", "legalAffairs"),
        ("财政局", "economic"), ("发展改革委", "economic"), ("商务委", "economic"), ("税务局", "economic"), ("农业农村委", "agricultural"), ("水利局", "agricultural"), ("林业局", "agricultural"),
    ];

    // What a township has besides its villages, in turns: every type of organization, most of them of the new sector.
    private static readonly (string What, string Kind, string Domain)[] Further =
    [
        ("非公企业", Kinds.Branch, Domains.NonPublicEnterprise), ("学校", Kinds.Branch, Domains.School), ("非公企业联合", Kinds.JointBranch, Domains.NonPublicEnterprise),
        ("综合服务中心", Kinds.Branch, Domains.PublicInstitution), ("社会组织", Kinds.Branch, Domains.SocialOrganization), ("国有企业", Kinds.Branch, Domains.StateOwnedEnterprise),
        ("卫生院", Kinds.Branch, Domains.PublicInstitution), ("非公企业", Kinds.Branch, Domains.NonPublicEnterprise), ("流动党员临时", Kinds.TemporaryBranch, Domains.Other),
        ("专业合作社", Kinds.JointBranch, Domains.NonPublicEnterprise),
    ];

    public static IReadOnlyList<SampleOrganization> Generate(int organizations, int seed)
    {
        var divisions = Division.Read("chongqing");
        var children = divisions.ToLookup(division => division.ParentCode);
        var city = divisions.Single(division => division.Level == DivisionLevel.City);
        var tree = new Tree("CQ", 6, seed);
        var root = tree.Add(null, $"中共{city.Name}委员会", Kinds.Committee, Domains.GovernmentOrgan, city.Code);
        Organs(tree, root, city, city.Code);

        // Founded district by district, so that the tree stands in its own order; the rest goes evenly to the townships.
        var townships = divisions.Count(division => division.Level == DivisionLevel.Township);
        var rest = organizations - LeastOrganizations(divisions);
        if (rest < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(organizations), organizations, $"The divisions alone need {organizations - rest}.");
        }

        var visited = 0L;
        foreach (var district in children[city.Code])
        {
            var committee = tree.Add(root, $"中共{district.Name}委员会", Kinds.Committee, Domains.GovernmentOrgan, district.Code);

            // The district's code is its committee's alone, which makes that the head of the district; its offices sit in the first township.
            Organs(tree, committee, district, children[district.Code].First().Code);
            foreach (var township in children[district.Code])
            {
                var further = (int)((visited + 1) * rest / townships - visited * rest / townships);
                visited++;
                Township(tree, committee, township, [.. children[township.Code]], further);
            }
        }

        return tree.Organizations;
    }

    private static int LeastOrganizations(IReadOnlyList<Division> divisions) =>
        divisions.Count + divisions.Count(division => division.Level is DivisionLevel.City or DivisionLevel.District) * (Offices.Length + 1) + divisions.Count(division => division.Level == DivisionLevel.Township);

    private static void Organs(Tree tree, SampleOrganization parent, Division division, string seat)
    {
        var organs = tree.Add(parent, $"{division.Name}直属机关工作委员会", Kinds.WorkingCommittee, Domains.GovernmentOrgan, seat);
        foreach (var (name, helperClass) in Offices)
        {
            tree.Add(organs, $"{division.Name}{name}党支部", Kinds.Branch, Domains.GovernmentOrgan, seat, 8, 20, division.Name + name, helperClass);
        }
    }

    private static void Township(Tree tree, SampleOrganization district, Division township, IReadOnlyList<Division> villages, int further)
    {
        var kind = township.IsSubdistrict ? Kinds.WorkingCommittee : Kinds.Committee;
        var committee = tree.Add(district, $"{township.Place}{(township.IsSubdistrict ? "党工委" : "党委")}", kind, Domains.GovernmentOrgan, township.Code);
        tree.Add(committee, $"{township.Place}机关党支部", Kinds.Branch, Domains.GovernmentOrgan, township.Code, 6, 15, township.Place);

        // Two thirds of what is left go to villages as branches of their groups, which makes the village's own a general branch.
        var inVillages = villages.Count == 0 ? 0 : further * 2 / 3;
        for (var index = 0; index < villages.Count; index++)
        {
            var village = villages[index];
            var domain = village.IsCommunity ? Domains.Community : Domains.Village;
            var below = (int)((index + 1L) * inVillages / villages.Count - (long)index * inVillages / villages.Count);
            var organization = tree.Add(committee, $"{township.Place}{village.Place}{(below > 0 ? "党总支" : "党支部")}", below > 0 ? Kinds.GeneralBranch : Kinds.Branch, domain, village.Code, 5, 20, village.Place);
            for (var number = 1; number <= below; number++)
            {
                tree.Add(organization, $"{township.Place}{village.Place}第{number}{(village.IsCommunity ? "网格" : "片区")}党支部", Kinds.Branch, domain, village.Code, 4, 12, village.Place);
            }
        }

        for (var index = 0; index < further - inVillages; index++)
        {
            var (what, branch, domain) = Further[index % Further.Length];
            var name = $"{township.Place}{what}{(index < Further.Length ? "" : $"第{index / Further.Length + 1}")}";
            tree.Add(committee, name + "党支部", branch, domain, township.Code, 3, 9, name);
        }
    }
}
