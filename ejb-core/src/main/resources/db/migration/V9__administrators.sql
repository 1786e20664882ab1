-- One script for PostgreSQL and H2.

-- bearer tokens of administrators: what each permits, and the hash of the secret
create table administrator_token (
    id           uuid                     not null primary key,
    name         varchar(100)             not null,
    role         varchar(40)              not null,
    -- null for all teams
    team_id      uuid references team,
    -- of the whole token as it is shown, hexadecimal, lower case
    sha256       varchar(64)              not null unique,
    created_at   timestamp with time zone not null,
    expires_at   timestamp with time zone not null,
    revoked_at   timestamp with time zone,
    -- UTC; to the day, so that use costs one write a day
    last_used_on date
);

-- the names that a certificate was issued for, to find it by
create table certificate_name (
    certificate_id uuid         not null references certificate,
    name           varchar(260) not null,
    primary key (certificate_id, name)
);
create index certificate_name_name on certificate_name (name);
insert into certificate_name (certificate_id, name)
select distinct c.id, a.identifier_value
from certificate c join acme_authorization a on a.order_id = c.order_id
where c.der is not null;

-- certificates are listed by id, which begins with the time at which they were issued, and sought by when they expire
create index certificate_not_after on certificate (not_after);
create index certificate_serial on certificate (serial);
