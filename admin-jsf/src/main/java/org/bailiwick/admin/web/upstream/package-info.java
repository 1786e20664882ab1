/** The pages about what other CAs are to be asked for. */
@NullMarked
package org.bailiwick.admin.web.upstream;

import org.jspecify.annotations.NullMarked;
