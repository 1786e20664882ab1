-- One script for PostgreSQL and H2. What came to no certificate (yet) is found in the order of the ids, without reading what did.
create index acme_order_certificate on acme_order (certificate_id, id);
