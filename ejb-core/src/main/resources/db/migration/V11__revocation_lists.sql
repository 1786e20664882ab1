-- One script for PostgreSQL and H2.

-- SHA-256 of the key's DER SubjectPublicKeyInfo, hexadecimal, lower case: it names the issuer in public URLs. Filled, and
-- made not null and unique, by IssuerKeys (V11.1).
alter table issuer add column key_fingerprint varchar(64);
-- a root whose key is in the token signs CRLs, and no certificate
alter table issuer add column crl_only boolean not null default false;
-- the number of its last CRL (RFC 5280 §5.2.3): who makes the next one sets it, if nobody else did meanwhile
alter table issuer add column crl_number bigint not null default 0;

-- a CRL that was published; the last few of each issuer
create table revocation_list (
    id           uuid                     not null primary key,
    issuer_id    uuid                     not null references issuer,
    number       bigint                   not null,
    this_update  timestamp with time zone not null,
    next_update  timestamp with time zone not null,
    published_at timestamp with time zone not null,
    -- when the last one was published that came by schedule: this one, or one before it
    scheduled_at timestamp with time zone not null,
    entries      integer                  not null,
    -- of its DER, with its SHA-256 in hexadecimal, lower case
    octets       integer                  not null,
    sha256       varchar(64)              not null,
    unique (issuer_id, number)
);

-- its DER in pieces of 256 KiB, the last one shorter, so that nobody ever has to have all of it in memory
create table revocation_list_part (
    id       uuid    not null primary key,
    list_id  uuid    not null references revocation_list,
    position integer not null,
    octets   bytea   not null,
    unique (list_id, position)
);

-- revocations that no CRL tells of yet
create table unlisted_revocation (
    certificate_id uuid not null primary key references certificate,
    issuer_id      uuid not null references issuer
);
create index unlisted_revocation_issuer on unlisted_revocation (issuer_id);

-- what was revoked before this was here
insert into unlisted_revocation (certificate_id, issuer_id)
select id, issuer_id from certificate where revoked_at is not null;
