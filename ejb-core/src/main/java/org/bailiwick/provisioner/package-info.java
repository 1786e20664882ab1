/**
 * Provisioners: named ways to get certificates from an authority. Each ACME provisioner has a directory of its own; at a
 * manual one administrators submit certification requests, and one of the kind {@code ra} is for what registration authorities
 * relay.
 */
@NullMarked
package org.bailiwick.provisioner;

import org.jspecify.annotations.NullMarked;
