-- One script for PostgreSQL and H2.

-- what certificates look like, of an authority's own
create table certificate_profile (
    id           uuid                     not null primary key,
    authority_id uuid                     not null references authority,
    name         varchar(63)              not null,
    -- JSON
    document     varchar(40000)           not null,
    created_at   timestamp with time zone not null,
    unique (authority_id, name)
);

-- another one after each change of an authority's profiles, so that a node knows whether what it has read still stands;
-- null while it has none
alter table authority add column profiles_revision uuid;

-- SHA-256 of the profile's document as the client was offered it, hexadecimal, lower case; null for a built-in one
alter table acme_order add column profile_fingerprint varchar(64);

-- a key is blocked because a certificate was revoked, or by an administrator
create table blocked_key_of_any_origin (
    id             uuid                     not null,
    -- SHA-256 of the DER SubjectPublicKeyInfo, hexadecimal, lower case
    fingerprint    varchar(64)              not null,
    blocked_at     timestamp with time zone not null,
    -- revoked for keyCompromise; null for a key that an administrator blocked
    certificate_id uuid references certificate,
    -- who blocked it, and why; null for one that was revoked
    administrator  uuid,
    reason         varchar(100),
    constraint blocked_key_id primary key (id)
);
insert into blocked_key_of_any_origin (id, fingerprint, blocked_at, certificate_id)
select certificate_id, fingerprint, blocked_at, certificate_id from blocked_key;
drop table blocked_key;
alter table blocked_key_of_any_origin rename to blocked_key;
create index blocked_key_fingerprint on blocked_key (fingerprint);
