/**
 * What another CA is to be asked for, written down before it is asked: certificates for orders (RFC 8555 §7.4), and
 * revocations. Each entry is tried until something comes of it, survives a restart, and is the same question whoever asks it
 * again. What comes back is checked before it is stored. {@code docs/adr/0043} tells why.
 */
@NullMarked
package org.bailiwick.upstream.outbox;

import org.jspecify.annotations.NullMarked;
