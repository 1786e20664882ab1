-- One script for PostgreSQL and H2. What the dashboard shows is worked out once, not at each look (docs/adr/0040).

-- what became of requests in an hour
create table hourly_count (
    id           uuid                     not null primary key,
    -- null: it is of no authority, or nobody knows of which
    authority_id uuid references authority,
    -- the hour's first moment
    begins_at    timestamp with time zone not null,
    -- issued, renewed, refused or failed
    outcome      varchar(10)              not null,
    -- why it was refused or failed, in RFC 8555's words; null for what succeeded
    reason       varchar(60),
    number       bigint                   not null
);
create index hourly_count_begins_at on hourly_count (begins_at);

-- one row: the hours before are counted for good; who counts holds its lock
create table summary_progress (
    id            integer                  not null primary key,
    settled_until timestamp with time zone not null
);
insert into summary_progress (id, settled_until) values (1, timestamp with time zone '1970-01-01 00:00:00+00');

-- certificates that end soon and have no successor, as it was found a few minutes ago
create table overdue_certificate (
    certificate_id uuid                     not null primary key references certificate,
    authority_id   uuid                     not null references authority,
    not_after      timestamp with time zone not null
);
create index overdue_certificate_authority on overdue_certificate (authority_id);

-- events of a kind are found by their time, without reading all others
create index audit_event_kind on audit_event (kind, at);
-- keys that nobody was bound to are found without reading all others
create index external_account_key_bound on external_account_key (bound_at, id);

-- a verification of the audit log on the server, that somebody asked for
create table audit_verification (
    id               uuid                     not null primary key,
    version          bigint                   not null,
    administrator_id uuid                     not null,
    began_at         timestamp with time zone not null,
    -- the checkpoint that it begins with; null for the first event
    checkpoint       bigint,
    -- the last event that it looks at, and the one that it has come to
    last_position    bigint                   not null,
    position         bigint                   not null,
    ended_at         timestamp with time zone,
    -- null until it has ended, and if it could not be done
    sound            boolean,
    -- sentences, one a line
    report           varchar(40000)
);
create index audit_verification_began_at on audit_verification (began_at);
