-- What a CRL lists, in its order. H2 has no indexes over some of the rows; it reads all of an authority's certificates.
create index certificate_revoked on certificate (issuer_id, serial) where revoked_at is not null;
