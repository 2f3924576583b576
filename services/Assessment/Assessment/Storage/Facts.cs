namespace PartyCloud.Assessment.Storage;

/// <summary>
/// The facts of this service written to the outbox in sets, each as the record of its name in the contracts. A selection or a
/// finalized cycle tells its own with a condition behind; told again, they fill or mend the replicas of others.
/// </summary>
internal static class Facts
{
    internal const string Graded = """
        insert into outbox (id, type, body)
        select gen_random_uuid(), 'PartyCloud.Assessment.Contracts.OrganizationGraded', jsonb_build_object(
          'cycleId', c.id, 'version', c.version, 'year', c.year, 'organizationId', o.organization_id, 'code', o.code, 'levelCode', o.level_code,
          'domainType', o.domain_type, 'score', o.score, 'grade', o.grade, 'rank', o.rank, 'vetoed', o.vetoed, 'at', c.finalized_at)
        from cycles c join cycle_organizations o on o.cycle_id = c.id
        where c.state = 'finalized' and o.assessed
        """;

    internal const string ListedAsWeak = """
        insert into outbox (id, type, body)
        select gen_random_uuid(), 'PartyCloud.Assessment.Contracts.OrganizationListedAsWeak', jsonb_build_object(
          'selectionId', r.selection_id, 'version', 1, 'cycleId', r.cycle_id, 'year', r.year, 'organizationId', r.organization_id, 'code', r.code,
          'levelCode', r.level_code, 'name', r.name, 'domainType', r.domain_type, 'grade', i.grade, 'reason', r.reason,
          'rectificationId', r.id, 'at', r.opened_at)
        from rectifications r join selection_items i on i.selection_id = r.selection_id and i.organization_id = r.organization_id
        where true
        """;

    /// <summary>Who keeps the list keeps the year's last word on an organization.</summary>
    internal const string ListedAsWeakDigest = "select distinct organization_id::text || '/' || year, 1 from rectifications";

    internal const string Closed = """
        insert into outbox (id, type, body)
        select gen_random_uuid(), 'PartyCloud.Assessment.Contracts.RectificationClosed', jsonb_build_object(
          'rectificationId', r.id, 'version', r.version, 'organizationId', r.organization_id, 'year', r.year, 'number', r.close_number,
          'on', r.closed_on, 'at', r.changed_at)
        from rectifications r where r.closed_on is not null
        """;

    internal const string Imposed = """
        insert into outbox (id, type, body)
        select gen_random_uuid(), 'PartyCloud.Assessment.Contracts.RestrictionImposed', jsonb_build_object(
          'restrictionId', r.id, 'version', 1, 'subjectKind', r.subject_kind, 'subjectId', r.subject_id, 'organizationId', r.organization_id,
          'levelCode', r.level_code, 'scopes', to_jsonb(r.scopes), 'from', r."from", 'until', r.until, 'reasonCode', r.reason_code,
          'sourceId', r.source_id, 'at', r.imposed_at)
        from restrictions r
        """;

    internal const string Lifted = """
        insert into outbox (id, type, body)
        select gen_random_uuid(), 'PartyCloud.Assessment.Contracts.RestrictionLifted', jsonb_build_object(
          'restrictionId', r.id, 'version', r.version, 'subjectKind', r.subject_kind, 'subjectId', r.subject_id, 'reason', r.lift_reason, 'at', r.lifted_at)
        from restrictions r where r.lifted_at is not null
        """;

    internal const string Removals = """
        insert into outbox (id, type, body)
        select gen_random_uuid(), 'PartyCloud.Assessment.Contracts.RemovalProposed', jsonb_build_object(
          'proposalId', p.id, 'version', 1, 'year', p.year, 'organizationId', p.organization_id, 'levelCode', p.level_code, 'post', p.post,
          'becauseOf', to_jsonb(p.because_of), 'at', p.proposed_at)
        from removal_proposals p
        """;
}
