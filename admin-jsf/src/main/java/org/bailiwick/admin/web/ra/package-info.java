/** The pages about registration authorities. A secret is on the page that its making is answered with, and kept nowhere. */
@NullMarked
package org.bailiwick.admin.web.ra;

import org.jspecify.annotations.NullMarked;
