package org.bailiwick.admin.web.login;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.bailiwick.admin.ClientCertificate;
import org.bailiwick.admin.web.ConnectionCertificate;
import org.bailiwick.admin.web.PortalSession;
import org.bailiwick.person.CertificateLogIn;

/** Log in with the client certificate of the connection; at the port that asks for one (docs/adr/0029). */
@Named
@RequestScoped
public class CertificateLogInView {

    @Inject
    CertificateLogIn certificates;

    @Inject
    PortalSession session;

    /** Whether there is one. */
    public boolean isShown() {
        return ConnectionCertificate.shown().isPresent();
    }

    public String logIn() {
        ClientCertificate certificate =
                ConnectionCertificate.shown().map(ClientCertificate::of).orElseThrow();
        session.begin(certificates.logIn(certificate, session.client()));
        return "/index?faces-redirect=true";
    }
}
