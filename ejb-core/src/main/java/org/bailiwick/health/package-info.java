/**
 * Whether the server can do its work (/health/ready): runs the checks, again and again, and keeps what they found, so that
 * whoever asks costs nothing. Each check is where the thing is that it looks at; this package knows none of them.
 */
@NullMarked
package org.bailiwick.health;

import org.jspecify.annotations.NullMarked;
