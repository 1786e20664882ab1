/**
 * The database as it is beneath Hibernate: its schema is brought up to date before Hibernate looks at it, and a fault tells
 * whether it is away. The tables are in {@code db/migration}, the same scripts for PostgreSQL and H2.
 */
@NullMarked
package org.bailiwick.schema;

import org.jspecify.annotations.NullMarked;
