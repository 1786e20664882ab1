/** Whether the server lives and is ready, for whoever runs it (the shape of MicroProfile Health 4.0 §4). */
@NullMarked
package org.bailiwick.web.health;

import org.jspecify.annotations.NullMarked;
