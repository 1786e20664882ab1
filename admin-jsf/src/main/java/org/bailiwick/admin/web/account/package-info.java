/** The pages about ACME accounts. */
@NullMarked
package org.bailiwick.admin.web.account;

import org.jspecify.annotations.NullMarked;
