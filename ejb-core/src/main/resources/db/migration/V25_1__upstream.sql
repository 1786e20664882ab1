-- One script for PostgreSQL and H2.

-- whether another CA makes its certificates
alter table authority add column upstream boolean not null default false;

-- An issuer whose key is another CA's: it is here with its chain, since there are certificates of it. Its key has no label and
-- no token, and no fingerprint by which URLs of ours would name it; two authorities may have their certificates of one CA.
alter table issuer add column remote boolean not null default false;
alter table issuer alter column key_fingerprint drop not null;
alter table issuer add constraint issuer_key_named check (remote or key_fingerprint is not null);

-- the other CA of an authority, and what it knows this server by
create table upstream_authority (
    authority_id     uuid                     not null primary key references authority,
    version          bigint                   not null,
    created_at       timestamp with time zone not null,
    -- where it is asked
    url              varchar(2000)            not null,
    -- PEM: what its certificates must lead up to, and its answers must be signed below
    trust_anchors    varchar(100000)          not null,
    -- the one-time secret, encrypted under a key of the token; gone once it was used
    secret_key       varchar(200),
    secret           bytea,
    -- the label in the token of the key that asks, and its certificate with those above it, PEM; null before the enrolment
    key_label        varchar(200),
    chain            varchar(100000),
    renew_from       timestamp with time zone,
    -- the key whose certificate is being asked for, the request as it is sent until it is answered, and since when
    next_key_label   varchar(200),
    message          bytea,
    written_at       timestamp with time zone,
    -- what to ask again with, if the CA said that it takes longer
    ticket           bytea,
    -- how often it was tried since something came of it, and why nothing came of it
    attempts         integer                  not null,
    problem          varchar(2000)
);

-- What the other CA is to be asked for: written down before it is asked, removed when what came of it is.
create table outbox (
    id                uuid                     not null primary key,
    version           bigint                   not null,
    authority_id      uuid                     not null references authority,
    -- one of the two: a certificate for an order, or a revocation
    order_id          uuid unique references acme_order,
    certificate       bytea,
    -- DER PKCS#10
    csr               bytea,
    -- null if the certificate was refused here and never stored
    certificate_id    uuid unique references certificate,
    -- RFC 5280 §5.3.1 CRLReason
    revocation_reason integer,
    -- JSON: the profile as it was when the order was finalized
    profile           varchar(40000),
    -- JSON: why the names may be in it
    evidence          varchar(32768),
    -- which rules permitted them, JSON
    permitted_by      varchar(30000),
    created_at        timestamp with time zone not null,
    deadline          timestamp with time zone not null,
    -- the request as it is sent until it is answered, since when, and the label of the key that signed it
    message           bytea,
    written_at        timestamp with time zone,
    message_key       varchar(200),
    -- what to ask again with, if the CA said that it takes longer
    ticket            bytea,
    attempts          integer                  not null,
    next_at           timestamp with time zone not null,
    problem           varchar(2000),
    -- when it came to nothing: a revocation that the CA refused
    failed_at         timestamp with time zone
);
create index outbox_authority on outbox (authority_id, created_at);
