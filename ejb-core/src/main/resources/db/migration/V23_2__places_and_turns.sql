-- One script for PostgreSQL and H2.

-- how far back in the audit log the events of a time begin
create index audit_checkpoint_at on audit_checkpoint (at, number);
