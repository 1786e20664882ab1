/**
 * The portal: one page, one bean, one service. A bean holds ids and form values across requests, never entities; it has no
 * try/catch; what may be done is decided by the service, the page only hides.
 */
@NullMarked
package org.bailiwick.admin.web;

import org.jspecify.annotations.NullMarked;
