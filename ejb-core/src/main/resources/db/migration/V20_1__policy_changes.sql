-- One script for PostgreSQL and H2.

-- the history of a policy is what the audit log tells of its changes: a few events of one kind among millions
create index audit_event_kind_id on audit_event (kind, id);
