-- One script for PostgreSQL and H2.

-- who answers OCSP for an issuer: a key in the issuer's token, and a certificate for it. The one that answers is the one
-- whose certificate ends last, of those that are not over and not revoked.
create table ocsp_responder (
    id             uuid                     not null primary key,
    issuer_id      uuid                     not null references issuer,
    key_label      varchar(200)             not null,
    certificate_id uuid                     not null unique references certificate,
    created_at     timestamp with time zone not null
);
create index ocsp_responder_issuer on ocsp_responder (issuer_id);
