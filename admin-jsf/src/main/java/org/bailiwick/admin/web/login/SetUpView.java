package org.bailiwick.admin.web.login;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.bailiwick.admin.web.PortalSession;
import org.bailiwick.person.SetUp;

/** The first administrator makes himself, by the link that the server wrote into its log. */
@Named
@RequestScoped
public class SetUpView {

    @Inject
    SetUp setUp;

    @Inject
    PortalSession session;

    private String link = "";
    private String name = "";
    private String password = "";
    private String repeated = "";

    public boolean isOpen() {
        return setUp.opens(link);
    }

    public String create() {
        setUp.complete(link, name, password, repeated, session.client());
        return "/login?faces-redirect=true&ready=true";
    }

    public String getLink() {
        return link;
    }

    public void setLink(String link) {
        this.link = link;
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

    /** Never written back to a page. */
    public String getRepeated() {
        return "";
    }

    public void setRepeated(String repeated) {
        this.repeated = repeated;
    }
}
