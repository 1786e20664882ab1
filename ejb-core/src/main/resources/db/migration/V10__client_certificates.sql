-- One script for PostgreSQL and H2.

-- a client certificate is kept where bearer tokens are: sha256 is that of its DER, and this is its subject (null for a bearer
-- token)
alter table administrator_token add column subject varchar(101);
