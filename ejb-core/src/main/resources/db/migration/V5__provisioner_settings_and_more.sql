-- JSON, by the settings' names: what the provisioner has of its own instead of the server's
alter table provisioner add column settings varchar(100000);

-- which terms of service the account's owner agreed to (RFC 8555 §7.3); when is when the account was made
alter table account add column terms varchar(1000);
alter table account drop column terms_agreed_at;

-- JSON: what all attempts did, step by step, instead of what the last one did as lines
alter table challenge drop column trace;
alter table challenge add column validation_record varchar(50000);

-- orders that came to nothing are found and deleted; nothing refers to them
create index acme_order_unfinished on acme_order (processing_since, expires_at);
create index certificate_order on certificate (order_id);

-- when the certificate is to be replaced, if that is sooner than it would be renewed anyway (RFC 9773 §4.2)
alter table certificate add column replace_from timestamp with time zone;
alter table certificate add column replace_by timestamp with time zone;
