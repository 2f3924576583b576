using PartyCloud.Members.Contracts;
using PartyCloud.Members.Registry;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Messaging;

namespace PartyCloud.Members.Imports;

/// <summary>The statements of one step of an import, in their order; the benchmark holds them against the plain upsert.</summary>
internal static class ImportSql
{
    private const string Columns = """
        organization_code, name, sex, birth_date, ethnicity, education, status, applied_on, joined_on, formal_on, occupation, income_kind, tags, external_code,
          id_number_masked, id_number_hash, id_number_sealed, phone_masked, phone_hash, phone_sealed, income_hash, income_sealed
        """;

    /// <summary>For a step that holds what others may wait for while it waits itself.</summary>
    public const string WaitNotForLong = "set local lock_timeout = '5s';\n";

    /// <summary>COPY is refused on a table with row security, so it goes to a table of the transaction's own.</summary>
    public const string Stage = $"""
        create temp table staged (
          row bigint, id uuid, organization_code text collate "C", name text collate "C", sex text, birth_date date, ethnicity text, education text, status text,
          applied_on date, joined_on date, formal_on date, occupation text, income_kind text, tags text[], external_code text,
          id_number_masked text, id_number_hash bytea, id_number_sealed bytea, phone_masked text, phone_hash bytea, phone_sealed bytea,
          income_hash bytea, income_sealed bytea) on commit drop;
        {Places.Share}
        """;

    public const string Copy = $"copy staged (row, id, {Columns}) from stdin (format binary)";

    /// <summary>Row and id, and <see cref="Columns"/>.</summary>
    public static readonly short CopiedColumns = (short)(Columns.Split(',').Length + 2);

    /// <summary>
    /// Takes in who is new, and tells it. An empty status is a formal member. A first state may bear its member's own id: there is one
    /// of each. Nothing in it needs escaping, so it is put together as text, which takes half of what json_build_object does.
    /// </summary>
    public static readonly string Insert = $$$"""
        with added as (
          insert into members (id, organization_id, level_code, name, sex, birth_date, ethnicity, education, status, applied_on, joined_on, formal_on, occupation,
            income_kind, tags, external_code, id_number_masked, id_number_hash, id_number_sealed, phone_masked, phone_hash, phone_sealed, income_hash, income_sealed, version)
          select s.id, o.id, o.level_code, s.name, s.sex, s.birth_date, s.ethnicity, s.education, coalesce(s.status, 'formal'), s.applied_on, s.joined_on, s.formal_on,
            s.occupation, s.income_kind, coalesce(s.tags, '{}'), s.external_code, s.id_number_masked, s.id_number_hash, s.id_number_sealed,
            s.phone_masked, s.phone_hash, s.phone_sealed, s.income_hash, s.income_sealed, 1
          from staged s join organization_replica o on o.code = s.organization_code and o.status = 'active'
          on conflict (id_number_hash) do nothing
          returning id, version, organization_id, status, mobile),
        told as (
          insert into outbox (type, facts, body)
          select '{{{typeof(MemberState).FullName}}}', count(*), '[' || string_agg(
            '{"id":"' || id || '","body":{"memberId":"' || id || '","version":' || version || ',"organizationId":"' || organization_id || '","status":"' || status
              || '","mobile":' || mobile || '}}', ',') || ']'
          from (select *, (row_number() over () - 1) / {{{OutboxMessage.FactsTogether}}} as part from added) parts group by part)
        select count(*) from added
        """;

    /// <summary>
    /// Who is refused, and why. A member whom the caller cannot see and one of a closed record get the one neutral answer, so that
    /// nobody learns from an import who belongs elsewhere.
    /// </summary>
    public const string Refused = $"""
        select row, case when code like 'import.organization%' or code = 'import.belongs-elsewhere' then 'organization_code' when code = 'import.closes' then 'status' else 'id_number' end, code,
          case when code like 'import.organization%' then organization_code end
        from (
          select s.row, s.organization_code, case
              when o.id is null then 'import.organization-unknown'
              when o.status <> 'active' then 'import.organization-closed'
              when m.id is null or m.status in ('left', 'deceased', 'transferredOut') and {Differs} then '{AdmitMember.Known}'
              when m.organization_id <> o.id then 'import.belongs-elsewhere'
              when m.status not in ('left', 'deceased', 'transferredOut') and s.status in ('left', 'deceased', 'transferredOut') then 'import.closes'
            end as code
          from staged s
          left join organization_replica o on o.code = s.organization_code
          left join members m on m.id_number_hash = s.id_number_hash) x
        where code is not null
        """;

    /// <summary>Changes who is known here, where the sheet says something else; an empty cell says nothing.</summary>
    public static readonly string Update = $"""
        with changed as (
          update members m set name = s.name, ethnicity = coalesce(s.ethnicity, m.ethnicity), education = coalesce(s.education, m.education),
            status = coalesce(s.status, m.status), applied_on = coalesce(s.applied_on, m.applied_on), joined_on = coalesce(s.joined_on, m.joined_on),
            formal_on = coalesce(s.formal_on, m.formal_on), occupation = coalesce(s.occupation, m.occupation), income_kind = coalesce(s.income_kind, m.income_kind),
            tags = coalesce(s.tags, m.tags), external_code = coalesce(s.external_code, m.external_code),
            phone_masked = coalesce(s.phone_masked, m.phone_masked), phone_hash = coalesce(s.phone_hash, m.phone_hash), phone_sealed = coalesce(s.phone_sealed, m.phone_sealed),
            income_hash = coalesce(s.income_hash, m.income_hash), income_sealed = coalesce(s.income_sealed, m.income_sealed), version = m.version + 1
          from staged s join organization_replica o on o.code = s.organization_code and o.status = 'active'
          where m.id_number_hash = s.id_number_hash and m.id <> s.id and m.organization_id = o.id
            and m.status not in ('left', 'deceased', 'transferredOut') and coalesce(s.status, '') not in ('left', 'deceased', 'transferredOut') and {Differs}
          returning m.*)
        insert into outbox (id, type, body)
        select gen_random_uuid(), '{typeof(MemberState).FullName}', app.member_state(changed::members) from changed
        """;

    // Ciphers differ each time; their hashes say whether the texts do.
    private const string Differs = """
        (m.name, m.ethnicity, m.education, m.status, m.applied_on, m.joined_on, m.formal_on, m.occupation, m.income_kind, m.tags, m.external_code, m.phone_hash, m.income_hash)
          is distinct from (s.name, coalesce(s.ethnicity, m.ethnicity), coalesce(s.education, m.education), coalesce(s.status, m.status),
            coalesce(s.applied_on, m.applied_on), coalesce(s.joined_on, m.joined_on), coalesce(s.formal_on, m.formal_on), coalesce(s.occupation, m.occupation),
            coalesce(s.income_kind, m.income_kind), coalesce(s.tags, m.tags), coalesce(s.external_code, m.external_code), coalesce(s.phone_hash, m.phone_hash),
            coalesce(s.income_hash, m.income_hash))
        """;
}
