package org.bailiwick.admin.web.administrator;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.admin.AdministratorName;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.admin.web.InvitationLink;
import org.bailiwick.person.AdministratorAdministration;

/** A new person who administers, who then gets a link. */
@Named
@ViewScoped
public class NewAdministratorView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    AdministratorAdministration administrators;

    @Inject
    InvitationLink links;

    private LinkedHashMap<UUID, String> teams = new LinkedHashMap<>();
    private String name = "";
    private final PermitForm permit = new PermitForm();

    /** Of this request only. */
    private transient String link = "";

    /** Refused at once to whom the page is not for. */
    public void load() {
        teams = new LinkedHashMap<>(administrators.teams());
    }

    public void create() {
        LinkSecret secret = LinkSecret.random();
        name = administrators
                .create(AdministratorName.of(name), permit.permit(), secret)
                .name();
        link = links.of(secret);
    }

    public Map<UUID, String> getTeams() {
        return teams;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public PermitForm getPermit() {
        return permit;
    }

    /** To set the password by; empty until he is made. */
    public String getLink() {
        String made = link;
        return made == null ? "" : made;
    }
}
