/** The pages about provisioners, and about clients that are to use them. */
@NullMarked
package org.bailiwick.admin.web.provisioner;

import org.jspecify.annotations.NullMarked;
