/**
 * Manual requests: what administrators ask for certificates by, at a manual provisioner. What is kept of each, and what
 * becomes of it. How its certificate comes to be is {@code issuance}.
 */
@NullMarked
package org.bailiwick.manual;

import org.jspecify.annotations.NullMarked;
