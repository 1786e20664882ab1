-- One script for PostgreSQL and H2.

-- authorities that somebody wants and whose keys are being made; how it went stays
create table founding (
    id                uuid                     not null primary key,
    version           bigint                   not null,
    -- who wants it: a token or a person
    administrator_id  uuid                     not null,
    team_id           uuid                     not null references team,
    name              varchar(63)              not null,
    token             varchar(63),
    -- null if another CA is to be asked for the certificate
    root_subject      varchar(4000),
    root_algorithm    varchar(30),
    root_scheme       varchar(30),
    root_label        varchar(200),
    root_years        integer,
    issuing_subject   varchar(4000)            not null,
    issuing_algorithm varchar(30)              not null,
    issuing_scheme    varchar(30)              not null,
    issuing_label     varchar(200),
    issuing_years     integer,
    -- how often it was begun: a node may have died
    attempts          integer                  not null,
    created_at        timestamp with time zone not null,
    ended_at          timestamp with time zone,
    -- one of the two when it has ended
    authority_id      uuid references authority,
    refusal           varchar(4000)
);
create index founding_running on founding (name, ended_at);
