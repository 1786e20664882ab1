/** The pages that are for everybody: log in, set up, set a password by a link; and how one leaves. They keep no state. */
@NullMarked
package org.bailiwick.admin.web.login;

import org.jspecify.annotations.NullMarked;
