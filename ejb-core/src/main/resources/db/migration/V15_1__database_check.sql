-- One script for PostgreSQL and H2. What each node writes every few seconds, to see whether it can (/health/ready).
create table database_check (
    node       varchar(100)             not null primary key,
    written_at timestamp with time zone not null
);
