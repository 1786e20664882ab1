-- One script for PostgreSQL and H2. No column holds a status: rows hold facts, the code derives the status from them.

create table team (
    id         uuid                     not null primary key,
    name       varchar(100)             not null unique,
    created_at timestamp with time zone not null
);

create table authority (
    id         uuid                     not null primary key,
    version    bigint                   not null,
    team_id    uuid                     not null references team,
    name       varchar(63)              not null unique,
    created_at timestamp with time zone not null,
    -- JSON; an authority without a policy refuses every name
    policy     varchar(100000)
);

create table issuer (
    id           uuid                     not null primary key,
    authority_id uuid                     not null references authority,
    key_label    varchar(200)             not null,
    -- PEM, the issuing certificate first
    chain        varchar(100000)          not null,
    created_at   timestamp with time zone not null,
    retired_at   timestamp with time zone
);
create index issuer_authority on issuer (authority_id);

create table provisioner (
    id           uuid                     not null primary key,
    version      bigint                   not null,
    authority_id uuid                     not null references authority,
    name         varchar(63)              not null,
    created_at   timestamp with time zone not null,
    disabled_at  timestamp with time zone,
    unique (authority_id, name)
);

create table account (
    id              uuid                     not null primary key,
    version         bigint                   not null,
    provisioner_id  uuid                     not null references provisioner,
    -- RFC 7638, SHA-256, base64url
    key_thumbprint  varchar(43)              not null,
    -- DER SubjectPublicKeyInfo
    public_key      bytea                    not null,
    -- contact URLs, one a line
    contacts        varchar(10000)           not null,
    terms_agreed_at timestamp with time zone,
    created_at      timestamp with time zone not null,
    deactivated_at  timestamp with time zone,
    unique (provisioner_id, key_thumbprint)
);

create table acme_order (
    id               uuid                     not null primary key,
    version          bigint                   not null,
    account_id       uuid                     not null references account,
    created_at       timestamp with time zone not null,
    expires_at       timestamp with time zone not null,
    processing_since timestamp with time zone,
    certificate_id   uuid,
    problem_type     varchar(40),
    problem_detail   varchar(2000)
);
create index acme_order_account on acme_order (account_id, created_at);

create table acme_authorization (
    id               uuid                     not null primary key,
    version          bigint                   not null,
    order_id         uuid                     not null references acme_order,
    account_id       uuid                     not null references account,
    position         integer                  not null,
    identifier_type  varchar(10)              not null,
    -- the name as ordered, so with the "*." of a wildcard
    identifier_value varchar(260)             not null,
    created_at       timestamp with time zone not null,
    expires_at       timestamp with time zone not null,
    validated_at     timestamp with time zone,
    failed_at        timestamp with time zone,
    deactivated_at   timestamp with time zone
);
create index acme_authorization_order on acme_authorization (order_id);
create index acme_authorization_account on acme_authorization (account_id);

create table challenge (
    id               uuid         not null primary key,
    version          bigint       not null,
    authorization_id uuid         not null references acme_authorization,
    type             varchar(30)  not null,
    token            varchar(128) not null,
    attempts         integer      not null,
    processing_since timestamp with time zone,
    validated_at     timestamp with time zone,
    failed_at        timestamp with time zone,
    problem_type     varchar(40),
    problem_detail   varchar(2000),
    -- what the last attempt did, a step a line
    trace            varchar(20000)
);
create index challenge_authorization on challenge (authorization_id);

-- The journal: what is about to be signed is here before it is signed, and gone once the certificate is stored.
create table issuance_attempt (
    id          uuid                     not null primary key,
    issuer_id   uuid                     not null references issuer,
    account_id  uuid references account,
    order_id    uuid unique references acme_order,
    -- hexadecimal, lower case
    serial      varchar(40)              not null,
    -- DER TBSCertificate
    tbs         bytea                    not null,
    not_before  timestamp with time zone not null,
    not_after   timestamp with time zone not null,
    node        varchar(100)             not null,
    started_at  timestamp with time zone not null
);

create table certificate (
    id                uuid                     not null primary key,
    version           bigint                   not null,
    authority_id      uuid                     not null references authority,
    issuer_id         uuid                     not null references issuer,
    account_id        uuid references account,
    order_id          uuid references acme_order,
    serial            varchar(40)              not null,
    -- DER; null when it is not known whether the serial was ever signed: it is revoked then
    der               bytea,
    issued_at         timestamp with time zone not null,
    not_before        timestamp with time zone not null,
    not_after         timestamp with time zone not null,
    revoked_at        timestamp with time zone,
    -- RFC 5280 §5.3.1 CRLReason
    revocation_reason integer,
    unique (authority_id, serial)
);
create index certificate_account on certificate (account_id);

create table audit_event (
    id       uuid                     not null primary key,
    at       timestamp with time zone not null,
    kind     varchar(60)              not null,
    -- JSON
    document varchar(100000)          not null
);
create index audit_event_at on audit_event (at);

-- db-scheduler's table (its own layout for PostgreSQL, in types that both databases have)
create table scheduled_job (
    task_name            varchar(100)             not null,
    task_instance        varchar(100)             not null,
    task_data            bytea,
    execution_time       timestamp with time zone not null,
    picked               boolean                  not null,
    picked_by            varchar(100),
    last_success         timestamp with time zone,
    last_failure         timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat       timestamp with time zone,
    version              bigint                   not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_job_execution_time on scheduled_job (execution_time);
create index scheduled_job_last_heartbeat on scheduled_job (last_heartbeat);

create table recurring_job (
    task_name            varchar(100)             not null,
    task_instance        varchar(100)             not null,
    task_data            bytea,
    execution_time       timestamp with time zone not null,
    picked               boolean                  not null,
    picked_by            varchar(100),
    last_success         timestamp with time zone,
    last_failure         timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat       timestamp with time zone,
    version              bigint                   not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index recurring_job_execution_time on recurring_job (execution_time);
create index recurring_job_last_heartbeat on recurring_job (last_heartbeat);
