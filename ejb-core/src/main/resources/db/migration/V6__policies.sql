-- One script for PostgreSQL and H2.

-- JSON: which of the names that the levels above permit this one permits, too; null permits all of them
alter table provisioner add column policy varchar(100000);
alter table account add column policy varchar(100000);

-- JSON: which rules of which levels permit the names of what is about to be signed
alter table issuance_attempt add column permitted_by varchar(30000);

-- a changed policy is told with what it was before
alter table audit_event alter column document set data type varchar(300000);
