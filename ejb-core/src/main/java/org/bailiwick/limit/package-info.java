/**
 * Rate limits (RFC 8555 §6.6): how much of what one client may ask for. What is counted is shared by a cluster and
 * forgotten with it; nothing here is a fact that anybody may build on.
 */
@NullMarked
package org.bailiwick.limit;

import org.jspecify.annotations.NullMarked;
