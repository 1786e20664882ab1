/**
 * A level's policy as the JSON document that administrators write and that the database keeps. {@code docs/policies.md}
 * describes it. Decides nothing.
 */
@NullMarked
package org.bailiwick.policy.document;

import org.jspecify.annotations.NullMarked;
