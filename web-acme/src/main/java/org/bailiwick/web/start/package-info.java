/** The public start page at {@code /}: which authorities and directories there are, and how clients use them. */
@NullMarked
package org.bailiwick.web.start;

import org.jspecify.annotations.NullMarked;
