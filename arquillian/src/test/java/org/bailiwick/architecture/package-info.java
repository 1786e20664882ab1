/** The rules of the house that no single module can check: they look at the classes of all modules at once. */
@NullMarked
package org.bailiwick.architecture;

import org.jspecify.annotations.NullMarked;
