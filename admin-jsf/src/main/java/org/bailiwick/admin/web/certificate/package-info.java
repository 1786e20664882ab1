/** The pages about certificates. */
@NullMarked
package org.bailiwick.admin.web.certificate;

import org.jspecify.annotations.NullMarked;
