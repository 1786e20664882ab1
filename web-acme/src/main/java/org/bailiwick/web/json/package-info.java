/** The JSON objects of RFC 8555 as they are on the wire: each is read by {@code parse} or written by {@code of}. */
@NullMarked
package org.bailiwick.web.json;

import org.jspecify.annotations.NullMarked;
