-- What an order asks for beside names (RFC 8555 §7.4, draft-ietf-acme-profiles §4).

alter table acme_order add column profile varchar(63) default 'tlsserver' not null;
alter table acme_order add column not_before timestamp with time zone;
alter table acme_order add column not_after timestamp with time zone;
