package org.bailiwick.admin.web.administrator;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.admin.BearerToken;
import org.bailiwick.admin.Label;
import org.bailiwick.admin.TokenAdministration;
import org.bailiwick.person.AdministratorAdministration;

/** A new bearer token, which is shown once. */
@Named
@ViewScoped
public class NewTokenView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int STANDARD_DAYS = 90;

    @Inject
    TokenAdministration tokens;

    @Inject
    AdministratorAdministration administrators;

    private LinkedHashMap<UUID, String> teams = new LinkedHashMap<>();
    private String name = "";
    private int days = STANDARD_DAYS;
    private final PermitForm permit = new PermitForm();

    /** Of this request only. */
    private transient String secret = "";

    /** Refused at once to whom the page is not for. */
    public void load() {
        teams = new LinkedHashMap<>(administrators.teams());
    }

    public void create() {
        BearerToken made = BearerToken.random();
        name = tokens.create(new Label(name.strip()), permit.permit(), Duration.ofDays(days), made)
                .name();
        secret = made.reveal();
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

    public int getDays() {
        return days;
    }

    public void setDays(int days) {
        this.days = days;
    }

    public PermitForm getPermit() {
        return permit;
    }

    /** The token; empty until it is made. */
    public String getSecret() {
        String made = secret;
        return made == null ? "" : made;
    }
}
