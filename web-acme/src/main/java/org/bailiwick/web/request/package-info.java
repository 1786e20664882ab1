/** What every resource of this module has: its requests are counted by it. */
@NullMarked
package org.bailiwick.web.request;

import org.jspecify.annotations.NullMarked;
