-- One script for PostgreSQL and H2.

-- which of the tokens that the settings describe an issuer's key is in, and how it signs; null: the server's own, and the
-- scheme that is usual for such a key
alter table issuer add column token varchar(63);
alter table issuer add column scheme varchar(30);

-- a key in a token, and the PKCS#10 request for its certificate that another CA is to answer
create table issuer_request (
    id              uuid                     not null primary key,
    version         bigint                   not null,
    authority_id    uuid                     not null references authority,
    token           varchar(63),
    key_label       varchar(200)             not null,
    scheme          varchar(30)              not null,
    -- as issuer.key_fingerprint
    key_fingerprint varchar(64)              not null unique,
    -- DER CertificationRequest
    request         bytea                    not null,
    created_at      timestamp with time zone not null,
    -- when the certificate came, and the key became an issuer's
    answered_at     timestamp with time zone
);
create index issuer_request_authority on issuer_request (authority_id, created_at);

-- the authority that a start and the server's own certificate need is found without reading all
create index authority_created on authority (created_at);
