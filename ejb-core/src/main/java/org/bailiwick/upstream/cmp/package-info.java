/**
 * CMP over HTTP (RFC 9810, RFC 9811, profile RFC 9483) to a CA: the one place where the RA's side speaks a protocol.
 */
@NullMarked
package org.bailiwick.upstream.cmp;

import org.jspecify.annotations.NullMarked;
