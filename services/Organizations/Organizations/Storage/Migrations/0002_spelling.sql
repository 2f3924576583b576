-- How a name is typed in pinyin and by its initials (Spelling/Pinyin.cs), written with the name. Empty is a name that has not been spelled:
-- the verb migrate spells those. No index: the search is for a part of it, and under row security no index answers that.
alter table party_organizations add column spelling text not null default '';
alter table import_rows add column spelling text not null default '';
