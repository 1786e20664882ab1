package org.bailiwick.admin.web.login;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.bailiwick.admin.web.PortalSession;

/** The button on every page by which one leaves. */
@Named
@RequestScoped
public class LogOut {

    @Inject
    PortalSession session;

    public String leave() {
        session.end();
        return "/login?faces-redirect=true&left=true";
    }
}
