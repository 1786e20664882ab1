-- An account's orders are listed by id, which begins with the time at which they were made (RFC 8555 §7.1.2.1).
create index acme_order_account_position on acme_order (account_id, id);
drop index acme_order_account;
