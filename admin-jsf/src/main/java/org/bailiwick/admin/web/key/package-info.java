/** The pages about external account keys. A secret is on the page that its making is answered with, and kept nowhere. */
@NullMarked
package org.bailiwick.admin.web.key;

import org.jspecify.annotations.NullMarked;
