/** Setting up clients, for administrators: what they must be told, the key that they need, and how far they have come. */
@NullMarked
package org.bailiwick.client.administration;

import org.jspecify.annotations.NullMarked;
