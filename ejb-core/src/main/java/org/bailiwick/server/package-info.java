/**
 * The server's own TLS certificate: issued by its first authority through the same gate as every other, renewed by itself.
 */
@NullMarked
package org.bailiwick.server;

import org.jspecify.annotations.NullMarked;
