-- What portals hear of: a pair in every state, on either side. One that has ended stays in their copy, as it does in the list.
call app.follow_two_sided('pairs', 'pair', 'true', 'need_level_code', 'helper_level_code');
