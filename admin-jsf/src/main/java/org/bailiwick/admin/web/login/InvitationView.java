package org.bailiwick.admin.web.login;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.bailiwick.admin.web.PortalSession;
import org.bailiwick.person.Invitations;

/** Somebody sets his password by the link that he was sent. */
@Named
@RequestScoped
public class InvitationView {

    @Inject
    Invitations invitations;

    @Inject
    PortalSession session;

    private String link = "";
    private String password = "";
    private String repeated = "";

    /** Of whom the link is for; empty if it opens nothing. */
    public String getName() {
        return invitations.nameOf(link).orElse("");
    }

    public String accept() {
        invitations.accept(link, password, repeated, session.client());
        return "/login?faces-redirect=true&ready=true";
    }

    public String getLink() {
        return link;
    }

    public void setLink(String link) {
        this.link = link;
    }

    /** Never written back to a page. */
    public String getPassword() {
        return "";
    }

    public void setPassword(String password) {
        this.password = password;
    }

    /** Never written back to a page. */
    public String getRepeated() {
        return "";
    }

    public void setRepeated(String repeated) {
        this.repeated = repeated;
    }
}
