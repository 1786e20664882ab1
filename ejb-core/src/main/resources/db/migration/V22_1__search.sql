-- One script for PostgreSQL and H2. The migration after this one fills what is added here; what finds it is made by the one
-- after that: to fill an index row by row takes many times as long as to make it.

-- of the DER, hexadecimal, lower case; null where there is none
alter table certificate add column sha256 varchar(64);

-- Each name of a certificate and every domain above it, so that what is below a domain is found by being equal, in an
-- index that has the certificates of a domain in the order of their ids: the newest are read first, however many there are.
create table certificate_domain (
    domain         varchar(260) not null,
    certificate_id uuid         not null references certificate
);
