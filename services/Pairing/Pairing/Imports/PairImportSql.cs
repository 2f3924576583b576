namespace PartyCloud.Pairing.Imports;

/// <summary>
/// The statements of one step, in order, each with the same parameters: $1 the programme, $2 its level code, $3 its capacity for a
/// helper, $4 its kind, $5 the fact's name. A row that a statement refuses carries its problem and is passed over by all that follow.
/// </summary>
internal static class PairImportSql
{
    public const string CreateStep = """
        create temporary table step (
          row int, helper_code text, need_code text, helper_person text, helper_person_name text, need_person text, need_person_name text,
          helper_class text, need_class text, started_on date, pair_id uuid, need_id uuid, helper_id uuid,
          helper_org uuid, helper_name text, helper_level text collate "C", need_org uuid, need_name text, need_level text collate "C",
          same boolean not null default false, problem text, problem_column text, argument text) on commit drop
        """;

    public const string CopyStep = """
        copy step (row, helper_code, need_code, helper_person, helper_person_name, need_person, need_person_name, helper_class, need_class, started_on,
          pair_id, need_id, helper_id) from stdin (format binary)
        """;

    public static readonly string[] Statements =
    [
        "update step s set helper_org = o.id, helper_name = o.name, helper_level = o.level_code from organization_replica o where o.code = s.helper_code and o.status = 'active'",
        "update step s set need_org = o.id, need_name = o.name, need_level = o.level_code from organization_replica o where o.code = s.need_code and o.status = 'active'",
        Refuse("organization.unknown", "helper_code", "helper_org is null", "helper_code"),
        Refuse("organization.unknown", "need_code", "need_org is null", "need_code"),
        Refuse("need.outside-programme", "need_code", "not starts_with(need_level, $2)"),
        Refuse("pair.in-one-line", "need_code", "$4 = 'organizations' and (starts_with(need_level, helper_level) or starts_with(helper_level, need_level))"),

        // Policies make a programme's rows look like one to the planner, which then walks the whole step for each of them. By hash, each is read once.
        "select set_config('enable_nestloop', 'off', true)",

        // Who is known keeps id and class.
        """
        update step s set need_id = n.id, need_class = n.need_class,
          problem = case n.state when 'withdrawn' then 'need.withdrawn' end, problem_column = 'need_code'
        from needs n where n.programme_id = $1 and n.organization_id = s.need_org and n.person_code = s.need_person and s.problem is null
        """,
        """
        update step s set helper_id = h.id, helper_class = h.helper_class,
          problem = case when h.withdrawn then 'helper.withdrawn' end, problem_column = 'helper_code'
        from helpers h where h.programme_id = $1 and h.organization_id = s.helper_org and h.person_code = s.helper_person and s.problem is null
        """,

        // Rows about one newcomer share the id of the first of them.
        """
        update step s set need_id = f.need_id from (
          select distinct on (need_org, need_person) need_org, need_person, need_id from step where problem is null order by need_org, need_person, row) f
        where s.need_org = f.need_org and s.need_person = f.need_person and s.problem is null
        """,
        """
        update step s set helper_id = f.helper_id from (
          select distinct on (helper_org, helper_person) helper_org, helper_person, helper_id from step where problem is null order by helper_org, helper_person, row) f
        where s.helper_org = f.helper_org and s.helper_person = f.helper_person and s.problem is null
        """,

        // The pair of the row is there already, or another one is.
        """
        update step s set same = p.helper_id = s.helper_id,
          problem = case when p.helper_id <> s.helper_id then 'need.already-served' end, problem_column = 'need_code'
        from pairs p where p.need_id = s.need_id and p.state = 'active' and s.problem is null
        """,
        "select set_config('enable_nestloop', 'on', true)",
        """
        update step s set same = r.helper_id = r.first,
          problem = case when r.helper_id <> r.first then 'need.already-served' end, problem_column = 'need_code'
        from (select row, helper_id, first_value(helper_id) over by_need as first, row_number() over by_need as place
              from step where problem is null and not same window by_need as (partition by need_id order by row)) r
        where s.row = r.row and r.place > 1
        """,
        Refuse("unique.pairs_instructor_site", "need_code", """
            $4 = 'instructors' and not same and exists (
              select 1 from pairs p where p.need_organization_id = need_org and p.kind = 'instructors' and p.state = 'active')
            """),
        """
        update step s set problem = 'helper.at-capacity', problem_column = 'helper_code', argument = r.capacity::text
        from (select s.row, coalesce(h.capacity, $3) as capacity, coalesce(h.active_pairs, 0) + row_number() over (partition by s.helper_id order by s.row) as borne
              from step s left join helpers h on h.id = s.helper_id where s.problem is null and not s.same) r
        where s.row = r.row and r.borne > r.capacity
        """,
        "delete from step where same and problem is null",

        """
        insert into helpers (id, programme_id, organization_id, organization_code, organization_name, level_code, person_code, person_name,
          helper_class, capacity, active_pairs, withdrawn, version)
        select distinct on (helper_id) helper_id, $1, helper_org, helper_code, helper_name, helper_level, helper_person, helper_person_name, helper_class, $3, 0, false, 1
        from step where problem is null order by helper_id, row
        on conflict do nothing
        """,
        """
        insert into needs (id, programme_id, organization_id, organization_code, organization_name, level_code, person_code, person_name,
          need_class, other_classes, source, state, version)
        select need_id, $1, need_org, need_code, need_name, need_level, need_person, need_person_name, need_class, '{}', 'import', 'open', 1
        from step where problem is null
        on conflict do nothing
        """,
        """
        insert into pairs (id, programme_id, kind, need_id, need_organization_id, need_code, need_name, need_level_code, need_person_code, need_person_name,
          helper_id, helper_organization_id, helper_code, helper_name, helper_level_code, helper_person_code, helper_person_name,
          state, source, started_on, visits, version)
        select pair_id, $1, $4, need_id, need_org, need_code, need_name, need_level, need_person, need_person_name,
          helper_id, helper_org, helper_code, helper_name, helper_level, helper_person, helper_person_name, 'active', 'import', started_on, 0, 1
        from step where problem is null
        """,
        "update needs n set state = 'served', unmatched = null, version = n.version + 1 from step s where n.id = s.need_id and s.problem is null",
        """
        update helpers h set active_pairs = h.active_pairs + s.taken, version = h.version + 1
        from (select helper_id, count(*) as taken from step where problem is null group by helper_id) s where h.id = s.helper_id
        """,
        """
        update proposals p set state = 'superseded', version = p.version + 1 from step s
        where p.need_id = s.need_id and p.state = 'proposed' and s.problem is null
        """,
        """
        insert into outbox (id, type, body)
        select gen_random_uuid(), $5, jsonb_build_object(
          'pairId', pair_id, 'programmeId', $1::uuid, 'kind', $4::text, 'needOrganizationId', need_org, 'helperOrganizationId', helper_org,
          'needClass', need_class, 'helperClass', helper_class, 'source', 'import', 'startedOn', to_char(started_on, 'YYYY-MM-DD'), 'version', 1)
        from step where problem is null order by row
        """,
    ];

    private static string Refuse(string problem, string column, string condition, string argument = "null") =>
        $"update step set problem = '{problem}', problem_column = '{column}', argument = {argument} where problem is null and ({condition})";
}
