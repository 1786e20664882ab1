/** What the sessions of people at the portal hold, kept where every node reads it, so that it outlives a node (docs/adr/0044). */
@NullMarked
package org.bailiwick.session;

import org.jspecify.annotations.NullMarked;
