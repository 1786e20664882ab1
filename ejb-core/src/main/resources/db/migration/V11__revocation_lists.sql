-- One script for PostgreSQL and H2.

-- SHA-256 of the key's DER SubjectPublicKeyInfo, hexadecimal, lower case: it names the issuer in public URLs. Filled, and
-- made not null and unique, by IssuerKeys (V11.1).
alter table issuer add column key_fingerprint varchar(64);
-- a root whose key is in the token signs CRLs, and no certificate
alter table issuer add column crl_only boolean not null default false;
