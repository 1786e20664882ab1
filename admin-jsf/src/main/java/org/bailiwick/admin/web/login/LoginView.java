package org.bailiwick.admin.web.login;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import org.bailiwick.admin.web.PortalSession;
import org.bailiwick.admin.web.ReturnAddress;
import org.bailiwick.person.PersonAuthentication;

/** Log in with name and password. */
@Named
@RequestScoped
public class LoginView {

    @Inject
    PersonAuthentication people;

    @Inject
    PortalSession session;

    private String name = "";
    private String password = "";
    private String to = "";

    public void logIn() throws IOException {
        session.begin(people.logIn(name, password, session.client()));
        ExternalContext http = FacesContext.getCurrentInstance().getExternalContext();
        http.redirect(http.getRequestContextPath() + ReturnAddress.of(to));
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** Never written back to a page. */
    public String getPassword() {
        return "";
    }

    public void setPassword(String password) {
        this.password = password;
    }

    /** Where to go then, within the portal. */
    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }
}
