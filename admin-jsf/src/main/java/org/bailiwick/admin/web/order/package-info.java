/** The pages about orders. */
@NullMarked
package org.bailiwick.admin.web.order;

import org.jspecify.annotations.NullMarked;
