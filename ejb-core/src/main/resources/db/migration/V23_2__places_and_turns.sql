-- One script for PostgreSQL and H2.

-- how far back in the audit log the events of a time begin
create index audit_checkpoint_at on audit_checkpoint (at, number);

-- one row for each kind of work of which there is only so much at once: who begins some holds its lock, then counts, then
-- writes it down
create table turn (
    name varchar(40) not null primary key
);
insert into turn (name) values ('founding');
insert into turn (name) values ('audit-verification');
