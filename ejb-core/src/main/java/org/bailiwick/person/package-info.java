/**
 * People who administer by the portal: how they log in, how they get a password, how the first of them comes to be
 * (docs/adr/0038). Who they are and what they may do is in {@link org.bailiwick.admin}.
 */
@NullMarked
package org.bailiwick.person;

import org.jspecify.annotations.NullMarked;
