/**
 * What administrators do with external account keys: give them to clients, one by one or by a file, look at them, stop them,
 * give them a new secret, take them back, and with them what was got by them. Whether a caller may is asked here, and nowhere
 * below.
 */
@NullMarked
package org.bailiwick.eab.administration;

import org.jspecify.annotations.NullMarked;
