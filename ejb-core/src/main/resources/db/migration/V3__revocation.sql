-- One script for PostgreSQL and H2.

-- the keys of certificates that were revoked for keyCompromise: no certificate and no account may have them again
create table blocked_key (
    certificate_id uuid                     not null primary key references certificate,
    -- SHA-256 of the DER SubjectPublicKeyInfo, hexadecimal, lower case
    fingerprint    varchar(64)              not null,
    blocked_at     timestamp with time zone not null
);
create index blocked_key_fingerprint on blocked_key (fingerprint);

-- other chains than issuer.chain from the same issuing key, to other roots (RFC 8555 §7.4.2)
create table alternate_chain (
    id         uuid                     not null primary key,
    issuer_id  uuid                     not null references issuer,
    -- PEM, a certificate of the issuer's name and key first
    chain      varchar(100000)          not null,
    created_at timestamp with time zone not null
);
create index alternate_chain_issuer on alternate_chain (issuer_id, created_at);

-- RFC 9773 §5: which certificate is to be replaced, and its name as the client wrote it
alter table acme_order add column replaces varchar(150);
alter table acme_order add column replaces_id uuid references certificate;
create index acme_order_replaces on acme_order (replaces_id);
alter table certificate add column replaces_id uuid references certificate;
create index certificate_replaces on certificate (replaces_id);
