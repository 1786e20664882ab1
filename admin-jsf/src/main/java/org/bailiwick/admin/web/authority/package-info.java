/** The pages about authorities: which there are, how it stands with one, and how a new one comes to be. */
@NullMarked
package org.bailiwick.admin.web.authority;

import org.jspecify.annotations.NullMarked;
