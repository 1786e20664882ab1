package org.bailiwick.admin.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.bailiwick.admin.Identity;
import org.bailiwick.person.CertificateLogIn;
import org.bailiwick.person.PersonAuthentication;

/** Who a session says that its owner is; looked up again at each request. */
@ApplicationScoped
public class SessionAuthentication {

    @Inject
    PersonAuthentication people;

    @Inject
    CertificateLogIn certificates;

    /** Him, if he may still do anything. */
    public Optional<Identity> recognise(HttpServletRequest request) {
        return PortalSession.loggedIn(request)
                .flatMap(loggedIn ->
                        people.resume(loggedIn).map(Identity.class::cast).or(() -> certificates.resume(loggedIn)));
    }

    /**
     * Whether a request is for a page of the portal. A session opens nothing else, in particular not the API, whatever its
     * path looks like: what counts is which servlet the server has found for it.
     */
    public static boolean isForPage(HttpServletRequest request) {
        return "faces".equals(request.getHttpServletMapping().getServletName());
    }
}
