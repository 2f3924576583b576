-- What organizations tell of their unit since they know its unified social credit code.
update data_resources set changed_at = now(), version = version + 1,
  items = items || '[{"name": "creditCode", "schema": "OrganizationResponse", "meaning": "所在单位统一社会信用代码", "meaningEn": "The unit''s unified social credit code", "personal": false}]'::jsonb
where code = 'organizations';
