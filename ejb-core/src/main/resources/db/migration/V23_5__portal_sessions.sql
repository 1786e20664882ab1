-- One script for PostgreSQL and H2. Sessions of the portal outlive a node (docs/adr/0044).

create table kept_session (
    -- SHA-256 of the session's id
    id         varchar(64)              not null primary key,
    -- the start of the node that wrote it
    writer     uuid                     not null,
    expires_at timestamp with time zone not null,
    -- encrypted by the key below
    content    bytea                    not null
);
create index kept_session_expires_at on kept_session (expires_at);

-- the key that they are encrypted by
create table session_key (
    -- of the token's key that it is encrypted by
    label  varchar(255) not null primary key,
    sealed bytea        not null
);
