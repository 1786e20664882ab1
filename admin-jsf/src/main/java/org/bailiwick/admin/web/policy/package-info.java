/** The pages about policies: what has one, what it says beside the other levels, what it said before. */
@NullMarked
package org.bailiwick.admin.web.policy;

import org.jspecify.annotations.NullMarked;
