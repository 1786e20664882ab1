-- For names that begin with something: PostgreSQL's usual order of texts is that of a language, and no use for that. H2's is.
create index certificate_name_beginning on certificate_name (name varchar_pattern_ops, certificate_id);

-- certificate_account_issued is as good. (H2 does not let go of it: its foreign key stands on that very index.)
drop index certificate_account;
