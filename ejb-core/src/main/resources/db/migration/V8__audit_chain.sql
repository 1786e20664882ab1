-- One script for PostgreSQL and H2. The audit log is append-only: rows are added to the tables audit_event, audit_link
-- and audit_checkpoint, and never changed or removed (docs/adr/0025).

-- an event's place in the chain; an event gets it shortly after it was committed
create table audit_link (
    position bigint      not null primary key,
    event_id uuid        not null unique references audit_event,
    -- SHA-256, hexadecimal, lower case (docs/audit.md): of the event before, and of this one
    previous varchar(64) not null,
    hash     varchar(64) not null
);

create table audit_checkpoint (
    number    bigint                   not null primary key,
    -- the last event that it signs
    position  bigint                   not null references audit_link,
    at        timestamp with time zone not null,
    -- what is signed, ASCII (docs/audit.md)
    statement varchar(20000)           not null,
    signature bytea                    not null
);
create index audit_checkpoint_position on audit_checkpoint (position);

-- one row: who adds to audit_link or audit_checkpoint holds its lock
create table audit_lock (
    id integer not null primary key
);
insert into audit_lock (id) values (1);
