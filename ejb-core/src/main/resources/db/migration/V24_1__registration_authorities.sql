-- One script for PostgreSQL and H2. What is where, and why: docs/adr/0042

-- a deployment elsewhere that relays requests to an authority here (RFC 9810)
create table registration_authority (
    id                      uuid                     not null primary key,
    version                 bigint                   not null,
    authority_id            uuid                     not null references authority,
    -- of the kind "ra": its policy and profiles are what may be relayed
    provisioner_id          uuid                     not null references provisioner,
    -- a segment of URLs
    name                    varchar(63)              not null,
    -- how many requests in a minute; null for as many as come
    rate                    integer,
    created_at              timestamp with time zone not null,
    suspended_at            timestamp with time zone,
    -- what it enrols by, once: encrypted under a key of the token; null once nothing needs it any more
    secret                  bytea,
    -- the label of that key
    secret_key              varchar(200),
    -- 1 for its first secret, one more with each that an administrator makes
    secret_number           integer                  not null,
    secret_expires_at       timestamp with time zone not null,
    -- when it enrolled by the last secret
    secret_used_at          timestamp with time zone,
    -- the last request for its own certificate; there is one at a time
    own_request_id          uuid,
    -- its own certificate: only what that signs counts
    certificate_id          uuid references certificate,
    certificate_used_at     timestamp with time zone,
    -- the one before: counts until the new one is used
    previous_certificate_id uuid references certificate,
    -- of a minute at the most
    last_seen_at            timestamp with time zone,
    unique (authority_id, name)
);

-- what a registration authority asked for; there is one from the moment on at which its certificate was journaled
create table relayed_request (
    id                        uuid                     not null primary key,
    version                   bigint                   not null,
    registration_authority_id uuid                     not null references registration_authority,
    -- "relayed" for somebody else, "enrolment" or "renewal" of the registration authority's own certificate
    kind                      varchar(10)              not null,
    -- RFC 9810 §5.1.1, hexadecimal
    transaction_id            varchar(128)             not null,
    -- the registration authority's own name for it; null if it gave none
    order_id                  uuid,
    -- null for its own certificate
    profile                   varchar(63),
    -- SHA-256 of the DER SubjectPublicKeyInfo, hexadecimal, lower case
    key_fingerprint           varchar(64)              not null,
    -- one a line
    names                     varchar(30000)           not null,
    -- DER PKIMessage, as the registration authority protected it
    message                   bytea                    not null,
    -- JSON: what the message says of how the names were validated; null if it says nothing
    evidence                  varchar(40000),
    created_at                timestamp with time zone not null,
    -- the answer with the certificate was first made
    delivered_at              timestamp with time zone,
    -- nobody has said yet whether the certificate is accepted (RFC 9810 §5.3.18), and somebody is to
    awaits_confirmation       boolean                  not null,
    certificate_id            uuid,
    problem_type              varchar(40),
    problem_detail            varchar(2000),
    unique (registration_authority_id, order_id),
    unique (registration_authority_id, transaction_id)
);
create index relayed_request_registration_authority on relayed_request (registration_authority_id, id);
create index relayed_request_unconfirmed on relayed_request (awaits_confirmation, created_at);

-- the messages of a day and their answers: the same message again gets the same answer
create table cmp_exchange (
    id                        uuid                     not null primary key,
    registration_authority_id uuid                     not null references registration_authority,
    transaction_id            varchar(128)             not null,
    -- SHA-256 of the message, hexadecimal, lower case
    message_sha256            varchar(64)              not null,
    -- whether the message begins its transaction
    opening                   boolean                  not null,
    -- what its transaction is about, if it is about a certificate
    relayed_request_id        uuid references relayed_request,
    -- DER PKIMessage
    answer                    bytea                    not null,
    -- its senderNonce, hexadecimal: the next message of the transaction repeats it
    answer_nonce              varchar(128)             not null,
    created_at                timestamp with time zone not null,
    unique (registration_authority_id, transaction_id, message_sha256)
);
create index cmp_exchange_rate on cmp_exchange (registration_authority_id, opening, created_at);
create index cmp_exchange_created on cmp_exchange (created_at);

alter table issuance_attempt add column relayed_request_id uuid references relayed_request;
-- null if the certificate is that of a registration authority itself
alter table issuance_attempt add column registration_authority_id uuid references registration_authority;
alter table certificate add column relayed_request_id uuid references relayed_request;
alter table certificate add column registration_authority_id uuid references registration_authority;
create index certificate_registration_authority on certificate (registration_authority_id, id);

alter table mass_revocation add column registration_authority_id uuid references registration_authority;
