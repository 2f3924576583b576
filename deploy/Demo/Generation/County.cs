namespace PartyCloud.Demo.Generation;

/// <summary>Jiayin county: its real divisions, and 289 organizations on them, as many as the county's report of 2004 counts.</summary>
internal static class County
{
    public const int Organizations = 289;
    public const int Members = 3_869;

    private static readonly (string Name, string Class)[] Offices =
    [
        ("纪委监委", "partyAffairs"), ("党委办公室", "partyAffairs"), ("组织部", "partyAffairs"), ("宣传部", "partyAffairs"), ("统战部", "partyAffairs"), ("编办", "partyAffairs"), ("信访局", "partyAffairs"),
        ("机关事务局", "partyAffairs"), ("档案馆", "partyAffairs"), ("老干部局", "partyAffairs"), ("总工会", "partyAffairs"), ("团委", "partyAffairs"), ("妇联", "partyAffairs"), ("人大办公室", "partyAffairs"),
        ("政府办公室", "partyAffairs"), ("政协办公室", "partyAffairs"),
        ("政法委", "legalAffairs"), ("公安局", "legalAffairs"), ("法院", "legalAffairs"), ("检察院", "legalAffairs"), ("司法局", "legalAffairs"), ("应急管理局", "legalAffairs"), ("交警大队", "legalAffairs"),
        ("森林公安局", "legalAffairs"), ("边境管理大队", "legalAffairs"), ("消防救援大队", "legalAffairs"),
        ("发展改革局", "economic"), ("财政局", "economic"), ("工业信息局", "economic"), ("商务局", "economic"), ("税务局", "economic"), ("审计局", "economic"), ("统计局", "economic"), ("市场监管局", "economic"),
        ("人民银行支行", "economic"), ("住房建设局", "economic"), ("交通运输局", "economic"), ("自然资源局", "economic"), ("招商服务中心", "economic"), ("电业局", "economic"), ("金融服务中心", "economic"),
        ("人力资源社会保障局", "economic"),
        ("农业农村局", "agricultural"), ("林业和草原局", "agricultural"), ("水务局", "agricultural"), ("畜牧兽医局", "agricultural"), ("农机中心", "agricultural"), ("气象局", "agricultural"),
        ("供销社", "agricultural"), ("乡村振兴局", "agricultural"), ("农业技术推广中心", "agricultural"), ("粮食局", "agricultural"),
        ("文化旅游局", "partyAffairs"), ("民政局", "partyAffairs"), ("退役军人事务局", "partyAffairs"), ("医疗保障局", "partyAffairs"), ("生态环境局", "economic"), ("营商环境局", "economic"),
    ];

    public static IReadOnlyList<SampleOrganization> Generate(int seed)
    {
        var divisions = Division.Read("jiayin");
        var county = divisions.Single(division => division.Level == DivisionLevel.District);

        // What is the county's own sits in its first town; the county's code is the committee's alone, which makes it the head of the district.
        var seat = divisions.First(division => division.Level == DivisionLevel.Township).Code;
        var tree = new Tree("JY", 4, seed);
        var root = tree.Add(null, $"中共{county.Name}委员会", Kinds.Committee, Domains.GovernmentOrgan, county.Code);

        var organs = tree.Add(root, $"{county.Name}直属机关工作委员会", Kinds.WorkingCommittee, Domains.GovernmentOrgan, seat);
        foreach (var (name, helperClass) in Offices)
        {
            tree.Add(organs, $"{county.Name}{name}党支部", Kinds.Branch, Domains.GovernmentOrgan, seat, 8, 24, county.Name + name, helperClass);
        }

        Branches(tree, tree.Add(root, $"{county.Name}教育局党委", Kinds.Committee, Domains.School, seat), Domains.School, county, seat, 24, "学校", 8, 20);
        Branches(tree, tree.Add(root, $"{county.Name}卫生健康局党委", Kinds.Committee, Domains.PublicInstitution, seat), Domains.PublicInstitution, county, seat, 14, "卫生单位", 6, 18);
        Branches(tree, tree.Add(root, $"{county.Name}国有企业党委", Kinds.Committee, Domains.StateOwnedEnterprise, seat), Domains.StateOwnedEnterprise, county, seat, 18, "国有企业", 8, 20);
        var newSector = tree.Add(root, $"{county.Name}非公有制经济组织和社会组织工作委员会", Kinds.WorkingCommittee, Domains.NonPublicEnterprise, seat);
        Branches(tree, newSector, Domains.NonPublicEnterprise, county, seat, 20, "非公企业", 3, 9);
        Branches(tree, newSector, Domains.NonPublicEnterprise, county, seat, 6, "非公企业联合", 3, 7, Kinds.JointBranch);
        Branches(tree, newSector, Domains.SocialOrganization, county, seat, 5, "社会组织", 3, 6);
        var retired = tree.Add(root, $"{county.Name}离退休干部党总支", Kinds.GeneralBranch, Domains.Other, seat);
        Branches(tree, retired, Domains.Other, county, seat, 3, "离退休干部", 15, 30);
        tree.Add(root, $"{county.Name}重点工程项目临时党支部", Kinds.TemporaryBranch, Domains.Other, seat);

        foreach (var township in divisions.Where(division => division.Level == DivisionLevel.Township))
        {
            var domain = township.IsFarm ? Domains.StateOwnedEnterprise : Domains.GovernmentOrgan;
            var committee = tree.Add(root, $"{county.Name}{township.Place}党委", Kinds.Committee, domain, township.Code);
            tree.Add(committee, $"{township.Place}机关党支部", Kinds.Branch, domain, township.Code, 9, 22, township.Place);
            tree.Add(committee, $"{township.Place}综合服务中心党支部", Kinds.Branch, Domains.PublicInstitution, township.Code, 5, 12, township.Place + "综合服务中心");
            if (!township.IsFarm)
            {
                tree.Add(committee, $"{township.Place}中心学校党支部", Kinds.Branch, Domains.School, township.Code, 6, 14, township.Place + "中心学校");
            }

            foreach (var village in divisions.Where(division => division.ParentCode == township.Code))
            {
                var (name, type) = village.IsCommunity ? (village.Place, Domains.Community)
                    : township.IsFarm ? (township.Place + "生产作业区", Domains.StateOwnedEnterprise) : (village.Place, Domains.Village);
                tree.Add(committee, $"{(township.IsFarm ? "" : township.Place)}{name}党支部", Kinds.Branch, type, village.Code, 10, 34, county.Name + name);
            }
        }

        return tree.Organizations;
    }

    private static void Branches(Tree tree, SampleOrganization parent, string domain, Division county, string seat, int count, string what, int least, int most, string kind = Kinds.Branch)
    {
        for (var number = 1; number <= count; number++)
        {
            tree.Add(parent, $"{county.Name}{what}第{number}党支部", kind, domain, seat, least, most, $"{county.Name}{what}{number}");
        }
    }
}
