/**
 * The portal: one page, one bean, one service. A bean holds ids and form values across requests, never entities; it has no
 * try/catch; what may be done is decided by the service, the page only hides.
 *
 * <p>Here is the frame; each page, or a few that belong together, has a package below. To add one called {@code things}:
 * {@code things.xhtml} (template {@code /WEB-INF/frame/page.xhtml}, tags {@code bailiwick.portal}), a bean {@code ThingsView} in
 * {@code org.bailiwick.admin.web.thing}, beside it {@code texts.properties}, loaded as {@code t}. {@link Navigation} knows the
 * names of the pages to come and lists each as soon as its file is there. A list is request-scoped and all in its address, by
 * view parameters; a page with a form of its own is view-scoped, loads in a view action, and ends an action with a
 * redirect and a {@link Notices notice}. What is wrong is thrown by the service ({@link RefusalsToMessages}). A browser test
 * calls {@code Browser.inspect} on it.
 */
@NullMarked
package org.bailiwick.admin.web;

import org.jspecify.annotations.NullMarked;
