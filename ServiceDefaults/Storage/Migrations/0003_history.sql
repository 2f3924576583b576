-- What became of one object is asked for on its page.
create index on audit_log (object_id, id) where object_id is not null;
