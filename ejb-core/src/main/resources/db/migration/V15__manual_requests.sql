-- One script for PostgreSQL and H2.

-- "acme" or "manual"; never changes
alter table provisioner add column kind varchar(10) default 'acme' not null;

-- what an administrator asked for a certificate by, at a manual provisioner
create table manual_request (
    id               uuid                     not null primary key,
    version          bigint                   not null,
    provisioner_id   uuid                     not null references provisioner,
    -- whose bearer token or client certificate let the request in
    administrator_id uuid                     not null references administrator_token,
    profile          varchar(63)              not null,
    -- SHA-256 of the DER SubjectPublicKeyInfo, hexadecimal, lower case
    key_fingerprint  varchar(64)              not null,
    -- one a line
    names            varchar(30000)           not null,
    created_at       timestamp with time zone not null,
    certificate_id   uuid,
    problem_type     varchar(40),
    problem_detail   varchar(2000)
);
create index manual_request_provisioner on manual_request (provisioner_id, id);
create index manual_request_administrator on manual_request (administrator_id, id);

alter table issuance_attempt add column manual_request_id uuid references manual_request;
alter table certificate add column manual_request_id uuid references manual_request;

-- a revocation of all certificates that meet some criteria; a criterion that is null is none
create table mass_revocation (
    id                      uuid                     not null primary key,
    version                 bigint                   not null,
    authority_id            uuid                     not null references authority,
    administrator_id        uuid                     not null references administrator_token,
    account_id              uuid references account,
    external_account_key_id uuid references external_account_key,
    provisioner_id          uuid references provisioner,
    name_pattern            varchar(260),
    issued_from             timestamp with time zone,
    issued_before           timestamp with time zone,
    -- RFC 5280 §5.3.1 CRLReason
    revocation_reason       integer                  not null,
    -- only what was good at this moment is hit
    previewed_at            timestamp with time zone not null,
    created_at              timestamp with time zone not null,
    ended_at                timestamp with time zone,
    -- how many certificates it is to end, and what became of those that it came to
    certificates            bigint                   not null,
    revoked                 bigint                   not null,
    already_revoked         bigint                   not null,
    expired                 bigint                   not null
);
create index mass_revocation_authority on mass_revocation (authority_id, id);

-- what is left of it: each part is gone once its certificates are dealt with
create table mass_revocation_part (
    id            uuid  not null primary key,
    revocation_id uuid  not null references mass_revocation,
    -- their ids, 16 octets each, at most a hundred
    certificates  bytea not null
);
create index mass_revocation_part_revocation on mass_revocation_part (revocation_id);
