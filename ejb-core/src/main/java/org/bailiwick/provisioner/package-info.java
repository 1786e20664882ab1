/**
 * Provisioners: named ways to get certificates from an authority. Each ACME provisioner has a directory of its own.
 */
@NullMarked
package org.bailiwick.provisioner;

import org.jspecify.annotations.NullMarked;
