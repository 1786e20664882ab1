/** The page about oneself. */
@NullMarked
package org.bailiwick.admin.web.profile;

import org.jspecify.annotations.NullMarked;
