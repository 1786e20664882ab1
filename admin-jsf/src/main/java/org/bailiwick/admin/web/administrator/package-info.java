/** The pages about people who administer. */
@NullMarked
package org.bailiwick.admin.web.administrator;

import org.jspecify.annotations.NullMarked;
