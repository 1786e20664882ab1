/**
 * The database schema: brings it up to date before Hibernate looks at it. Nothing else; the tables are in
 * {@code db/migration}, the same scripts for PostgreSQL and H2.
 */
@NullMarked
package org.bailiwick.schema;

import org.jspecify.annotations.NullMarked;
