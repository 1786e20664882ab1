-- One script for PostgreSQL and H2. After the certificates that were there are filled in (V22_1).

create index certificate_sha256 on certificate (sha256);
alter table certificate_domain add primary key (domain, certificate_id);

-- the same order within a name
drop index certificate_name_name;
create index certificate_name_name on certificate_name (name, certificate_id);

-- Lists are in the order of ids (of when they were issued) or of expiry. What is valid, expired or revoked is decided in the
-- index, so that rows that are not wanted are not read.
create index certificate_issued on certificate (id, not_after, revoked_at);
create index certificate_authority_issued on certificate (authority_id, id, not_after, revoked_at);
drop index certificate_not_after;
create index certificate_not_after on certificate (not_after, id, revoked_at);
create index certificate_authority_not_after on certificate (authority_id, not_after, id, revoked_at);
create index certificate_account_issued on certificate (account_id, id);

-- the orders for a name
create index acme_authorization_name on acme_authorization (identifier_value, order_id);
