-- What portals hear of: an organization that is abolished or merged is a tombstone to them.
call app.follow('party_organizations', 'organization', $$status = 'active'$$);
