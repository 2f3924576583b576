-- What portals hear of: who left, died or went elsewhere is a tombstone to them. The statuses are those of Member.IsOpen.
call app.follow('members', 'member', $$status in ('formal', 'probationary', 'suspended')$$);
