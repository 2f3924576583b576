-- What portals hear of: a case in every state. One that is closed stays in their copy, as it does in the ledger.
call app.follow('rectifications', 'rectification', 'true');
