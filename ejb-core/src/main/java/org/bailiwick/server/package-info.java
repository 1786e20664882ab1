/**
 * What the server needs before anybody can come: its own TLS certificate (issued by its first authority through the same gate
 * as every other, renewed by itself), the first administrator's token, the first
 * person in the portal, and whose client certificates it accepts.
 */
@NullMarked
package org.bailiwick.server;

import org.jspecify.annotations.NullMarked;
