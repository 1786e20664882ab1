/**
 * Why a certificate was issued, for people: who ordered it, how each name was proven (RFC 8555 §7.5.1, §8), what the policies
 * say. It reads what the other packages keep and changes nothing; none of them knows it.
 */
@NullMarked
package org.bailiwick.provenance;

import org.jspecify.annotations.NullMarked;
