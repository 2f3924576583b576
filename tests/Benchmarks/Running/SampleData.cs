namespace PartyCloud.Benchmarks.Running;

/// <summary>
/// A generated city of 100,000 organizations in five levels and 300,000 members in its branches, written by SQL straight into the services' databases, replicas too.
/// Ids are numbers in the order of the levels, so that the scripts of wrk and pgbench can name any of them; rows lie in the order of the tree, as an import leaves them.
/// </summary>
internal static class SampleData
{
    public const int OrganizationCount = 100_000, MemberCount = 300_000;

    // The numbers of each level's organizations; members are numbered from 1.
    public const int FirstDistrict = 2, LastDistrict = 26, FirstTownship = 27, LastTownship = 1026, FirstVillage = 1027, LastVillage = 6026, FirstBranch = 6027;

    private const int Districts = LastDistrict - FirstDistrict + 1, Townships = LastTownship - FirstTownship + 1, Villages = LastVillage - FirstVillage + 1;
    private const int Branches = OrganizationCount - FirstBranch + 1;

    private const string ReplicaColumns = "id, version, code, level_code, name, kind, domain_type, parent_id, region_code, status, merged_into_id";

    private static readonly string Tree = $"""
        create temp table tree (n int, parent int, level_code text collate "C", kind text, domain_type text, region_code text);
        insert into tree values (1, null, '001', 'committee', 'other', '500000');
        insert into tree select {FirstDistrict} + d, 1, app.child_code('001', d + 1), 'committee', 'other', (500101 + d)::text from generate_series(0, {Districts - 1}) d;
        insert into tree select {FirstTownship} + t, p.n, app.child_code(p.level_code, t % {Townships / Districts} + 1), 'committee', 'other', null
          from generate_series(0, {Townships - 1}) t join tree p on p.n = {FirstDistrict} + t / {Townships / Districts};
        insert into tree select {FirstVillage} + v, p.n, app.child_code(p.level_code, v % {Villages / Townships} + 1), 'generalBranch', (array['village', 'village', 'village', 'community'])[v % 4 + 1], null
          from generate_series(0, {Villages - 1}) v join tree p on p.n = {FirstTownship} + v / {Villages / Townships};
        analyze tree;
        insert into tree select {FirstBranch} + b, p.n, app.child_code(p.level_code, (b - (v * {Branches}::bigint + {Villages - 1}) / {Villages} + 1)::int), 'branch',
            (array['village', 'village', 'community', 'nonPublicEnterprise', 'governmentOrgan', 'school'])[b % 6 + 1], null
          from (select b::int, (b * {Villages}::bigint / {Branches})::int as v from generate_series(0, {Branches - 1}) b) x join tree p on p.n = {FirstVillage} + v;
        """;

    public static Guid Id(int number) => Guid.ParseExact(number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture), "N");

    public static async Task LoadAsync(BenchSystem system, Action<string> say, CancellationToken cancel)
    {
        if (await system.CountAsync(BenchSystem.Assessment, "select count(*) from organization_replica", cancel) == OrganizationCount)
        {
            say($"The sample of {OrganizationCount:#,0} organizations is there");
            return;
        }

        say($"Writing {OrganizationCount:#,0} organizations and {MemberCount:#,0} members");
        await system.ExecuteAsync(BenchSystem.Organizations, $"""
            {Tree}
            insert into party_organizations (id, code, level_code, name, kind, domain_type, parent_id, region_code, unit_name, established_on, status, version)
            select {Id("n")}, 'B' || n, level_code, '样例党组织' || n, kind, domain_type, {Id("parent")}, region_code, '样例单位' || n, date '2001-07-01' + n % 8000, 'active', 1
            from tree order by level_code;
            """, cancel);
        await CopyAsync(
            system, BenchSystem.Organizations, $"copy (select {ReplicaColumns} from party_organizations order by level_code) to stdout (format binary)",
            BenchSystem.Members, $"copy organization_replica ({ReplicaColumns}) from stdin (format binary)", cancel);
        await system.ExecuteAsync(BenchSystem.Members, $"""
            analyze organization_replica;
            insert into members (id, organization_id, level_code, name, sex, birth_date, ethnicity, education, status, mobile, applied_on, joined_on, formal_on, occupation, income_kind,
              tags, external_code, id_number_masked, id_number_hash, id_number_sealed, phone_masked, phone_hash, phone_sealed, income_hash, income_sealed, version)
            select {Id("m")}, o.id, o.level_code, '样例党员' || m, case when m % 3 = 0 then 'female' else 'male' end, date '1950-01-01' + m % 18000, '汉族', '大学本科',
              case when m % 50 = 0 then 'probationary' else 'formal' end, m % 40 = 0, date '1999-01-01' + m % 9000, date '2000-07-01' + m % 9000, date '2001-07-01' + m % 9000,
              '农牧渔民', 'farming', case when m % 10 = 0 then array['wealthLeader'] else '{"{}"}' end, 'SAMPLE-' || m, '990000********' || lpad((m % 10000)::text, 4, '0'),
              sha256(m::text::bytea), substr(sha256(m::text::bytea) || sha256(m::text::bytea), 1, 47), '139****' || lpad((m % 10000)::text, 4, '0'), sha256(('p' || m)::bytea),
              substr(sha256(m::text::bytea) || sha256(m::text::bytea), 1, 40), sha256(('i' || m)::bytea), substr(sha256(m::text::bytea) || sha256(m::text::bytea), 1, 36), 1
            from generate_series(1, {MemberCount}) m
              join organization_replica o on o.id = {Id($"({FirstBranch} + (m - 1)::bigint * {Branches} / {MemberCount})")}
            order by m
            """, cancel);
        await CopyAsync(
            system, BenchSystem.Organizations, $"copy (select {ReplicaColumns} from party_organizations order by level_code) to stdout (format binary)",
            BenchSystem.Assessment, $"copy organization_replica ({ReplicaColumns}) from stdin (format binary)", cancel);
        await CopyAsync(
            system, BenchSystem.Members, "copy (select id, organization_id, level_code, status, version from members order by level_code) to stdout (format binary)",
            BenchSystem.Organizations, "copy member_facts (member_id, organization_id, level_code, status, version) from stdin (format binary)", cancel);
        foreach (var database in (string[])[BenchSystem.Organizations, BenchSystem.Members, BenchSystem.Assessment])
        {
            await system.ExecuteAsync(database, "vacuum (analyze)", cancel);
        }

        await system.ExecuteAsync("postgres", "checkpoint", cancel);
    }

    private static string Id(string number) => $"lpad(to_hex({number}), 32, '0')::uuid";

    private static async Task CopyAsync(BenchSystem system, string from, string export, string to, string import, CancellationToken cancel)
    {
        await using var source = await BenchSystem.OpenAsync(system.Admin(from), cancel);
        await using var target = await BenchSystem.OpenAsync(system.Admin(to), cancel);
        await using var read = await source.BeginRawBinaryCopyAsync(export, cancel);
        await using var write = await target.BeginRawBinaryCopyAsync(import, cancel);
        await read.CopyToAsync(write, cancel);
    }
}
