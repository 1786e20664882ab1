/**
 * Who may administer: roles, bearer tokens, client certificates, and who calls. Services for administrators are beside what
 * they administer; each is a stateless bean with {@code @RolesAllowed}, and asks {@link org.bailiwick.admin.Caller} for the
 * team.
 *
 * <p>Low in the order of packages, so that all of them may use it: it knows teams, the audit log and settings, no more.
 */
@NullMarked
package org.bailiwick.admin;

import org.jspecify.annotations.NullMarked;
