/** The JSON objects of RFC 8555 and RFC 9773 as they are on the wire: each is read by {@code parse} or written by {@code of}. */
@NullMarked
package org.bailiwick.web.json;

import org.jspecify.annotations.NullMarked;
