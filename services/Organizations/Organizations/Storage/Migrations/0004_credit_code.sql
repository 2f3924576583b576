-- The unit's unified social credit code (Tree/CreditCode.cs). Several organizations may stand in one unit, so it is not unique.
-- A table cannot be altered while a function is bound to the shape of its rows, so that is made anew.
drop function app.organization_state(party_organizations);
alter table party_organizations add column credit_code text check (length(credit_code) = 18);
alter table import_rows add column credit_code text;

create function app.organization_state(o party_organizations) returns jsonb language sql stable parallel safe
  return jsonb_build_object('id', o.id, 'version', o.version, 'code', o.code, 'levelCode', o.level_code, 'name', o.name, 'kind', o.kind,
    'domainType', o.domain_type, 'parentId', o.parent_id, 'regionCode', o.region_code, 'status', o.status, 'mergedIntoId', o.merged_into_id);
revoke execute on function app.organization_state(party_organizations) from public;
grant execute on function app.organization_state(party_organizations) to ${app}, ${system};
