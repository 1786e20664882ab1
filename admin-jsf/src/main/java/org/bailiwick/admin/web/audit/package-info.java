/** The pages of the audit log. */
@NullMarked
package org.bailiwick.admin.web.audit;

import org.jspecify.annotations.NullMarked;
