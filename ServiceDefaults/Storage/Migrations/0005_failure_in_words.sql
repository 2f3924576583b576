-- Why a job failed is told in the language of whoever asks, so what its sentence speaks of is kept in place of the sentence.
-- failure_text stays for replicas of the version before.
alter table jobs add column failure_arguments text[] not null default '{}';
