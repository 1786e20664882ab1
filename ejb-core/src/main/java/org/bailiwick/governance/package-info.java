/**
 * Policies in the hands of administrators: to read and to replace them, to explain what they say of a name, and to find out
 * which certificates a new one would stop from renewing. What a policy means is {@link org.bailiwick.policy}'s matter; here
 * are the entities that have one, and the certificates that were issued.
 */
@NullMarked
package org.bailiwick.governance;

import org.jspecify.annotations.NullMarked;
