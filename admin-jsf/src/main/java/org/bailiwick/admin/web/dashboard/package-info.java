/** The page that one sees first. */
@NullMarked
package org.bailiwick.admin.web.dashboard;

import org.jspecify.annotations.NullMarked;
