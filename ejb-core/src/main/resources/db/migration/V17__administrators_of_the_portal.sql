-- One script for PostgreSQL and H2.

-- people who log in to the portal
create table administrator (
    id              uuid                     not null primary key,
    version         bigint                   not null,
    -- lower case
    name            varchar(64)              not null unique,
    role            varchar(40)              not null,
    -- null for all teams
    team_id         uuid references team,
    -- algorithm, iterations, salt, key (PasswordHash); null until there is one
    password        varchar(300),
    -- goes up when what was logged in before must not be any more
    epoch           integer                  not null,
    -- of the link by which a password can be set; null if there is none
    link_sha256     varchar(64) unique,
    link_expires_at timestamp with time zone,
    created_at      timestamp with time zone not null,
    suspended_at    timestamp with time zone,
    last_log_in_at  timestamp with time zone
);

-- links by which the first of them is made
create table set_up_link (
    id         uuid                     not null primary key,
    sha256     varchar(64)              not null unique,
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    -- used, or followed by another
    ended_at   timestamp with time zone
);

-- who asked is a token or one of these people now, so no foreign key says it; copied, as a key without a name of ours
-- cannot be dropped by the same words on both
drop index manual_request_administrator;
alter table manual_request add column asked_by uuid;
update manual_request set asked_by = administrator_id;
alter table manual_request alter column asked_by set not null;
alter table manual_request drop column administrator_id;
alter table manual_request rename column asked_by to administrator_id;
create index manual_request_administrator on manual_request (administrator_id, id);

alter table mass_revocation add column asked_by uuid;
update mass_revocation set asked_by = administrator_id;
alter table mass_revocation alter column asked_by set not null;
alter table mass_revocation drop column administrator_id;
alter table mass_revocation rename column asked_by to administrator_id;
