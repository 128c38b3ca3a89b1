-- A wrong try is kept as long as the law keeps logs; one that a right try followed locks nothing.
-- The name is kept as a keyed word: people type their numbers there by mistake.
alter table failed_sign_ins add column forgiven_at bigint;
create index failed_sign_ins_by_time on failed_sign_ins (failed_at);
