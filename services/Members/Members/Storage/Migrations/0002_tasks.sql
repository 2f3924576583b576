-- What waits for somebody is a small part of what is kept, and is asked for by everyone who opens the day's list.
create index transfer_waiting on transfers (level_code, expires_on) where state = 'issued';
create index mobility_waiting on mobility (level_code, counts_from) where state = 'registered';
