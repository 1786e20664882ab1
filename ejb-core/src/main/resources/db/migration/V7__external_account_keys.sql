-- One script for PostgreSQL and H2. Which state a key is in is derived; no secret is in plain.

create table external_account_key (
    id             uuid                     not null primary key,
    version        bigint                   not null,
    provisioner_id uuid                     not null references provisioner,
    -- in another system: whose key this is
    reference      varchar(256)             not null,
    owner          varchar(256),
    note           varchar(1000),
    -- the MAC algorithms that it may be used with, by RFC 7518's names, separated by spaces
    macs           varchar(30)              not null,
    -- names of profiles, separated by spaces; null for all of the provisioner's
    profiles       varchar(1000),
    -- JSON: which of the names that the levels above permit it permits, too; null permits all of them
    policy         varchar(100000),
    -- encrypted under a key of the token; null once it was used for the last time, or the key is revoked
    secret         bytea,
    -- the label of that key
    secret_key     varchar(200),
    -- 1 for its first secret, one more at each re-binding
    secret_number  integer                  not null,
    -- how many accounts its secret can still be used for
    remaining_uses integer                  not null,
    created_at     timestamp with time zone not null,
    expires_at     timestamp with time zone,
    suspended_at   timestamp with time zone,
    revoked_at     timestamp with time zone,
    -- when an account was last bound to it
    bound_at       timestamp with time zone,
    unique (provisioner_id, reference)
);

-- the key that the account was made with, and the JWS that its client showed then (RFC 8555 §7.3.4); who was bound to a
-- key, and when, is which accounts have it
alter table account add column external_account_key_id uuid references external_account_key;
alter table account add column external_account_binding varchar(10000);
create index account_external_account_key on account (external_account_key_id, id);
