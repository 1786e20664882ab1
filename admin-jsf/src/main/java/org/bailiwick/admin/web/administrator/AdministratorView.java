package org.bailiwick.admin.web.administrator;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.InvitationLink;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.admin.web.TypedName;
import org.bailiwick.person.AdministratorAdministration;
import org.bailiwick.person.AdministratorOverview;
import org.jspecify.annotations.Nullable;

/** One person who administers, and what can be done to him. */
@Named
@ViewScoped
public class AdministratorView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String AGAIN = "/administrator?faces-redirect=true&includeViewParams=true";

    @Inject
    AdministratorAdministration administrators;

    @Inject
    InvitationLink links;

    @Inject
    Notices notices;

    private String id = "";
    private @Nullable AdministratorOverview person;
    private PermitForm permit = new PermitForm();
    private String typed = "";
    private String typedToReset = "";

    /** Of this request only. */
    private transient String link = "";

    public void load() {
        AdministratorOverview found = administrators.find(uuid());
        person = found;
        permit = PermitForm.of(found.role(), found.team());
        typedToReset = "";
    }

    public String change() {
        administrators.permit(uuid(), version(), permit.permit());
        return done("changed");
    }

    /** Shuts him out, if his name was typed. */
    public String suspend() {
        TypedName.require(typed, loaded().name());
        administrators.suspend(uuid(), version());
        return done("suspended");
    }

    public String resume() {
        administrators.resume(uuid(), version());
        return done("resumed");
    }

    /** Ends his password, if his name was typed. */
    public void reset() {
        TypedName.require(typedToReset, loaded().name());
        LinkSecret secret = LinkSecret.random();
        administrators.reset(uuid(), version(), secret);
        link = links.of(secret);
        load();
    }

    public Map<UUID, String> getTeams() {
        return administrators.teams();
    }

    public @Nullable AdministratorOverview getPerson() {
        return person;
    }

    public PermitForm getPermit() {
        return permit;
    }

    /** To set a password by; empty until there is one to show. */
    public String getLink() {
        String made = link;
        return made == null ? "" : made;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(@Nullable String typed) {
        this.typed = typed == null ? "" : typed;
    }

    /** What was typed to end the password. */
    public String getTypedToReset() {
        return typedToReset;
    }

    public void setTypedToReset(@Nullable String typedToReset) {
        this.typedToReset = typedToReset == null ? "" : typedToReset;
    }

    private UUID uuid() {
        return Ids.uuid("administrator", id);
    }

    private long version() {
        return loaded().version();
    }

    private AdministratorOverview loaded() {
        AdministratorOverview there = person;
        if (there == null) {
            throw AdminException.stale("administrator");
        }
        return there;
    }

    private String done(String text) {
        notices.tell(AdministratorView.class, text, loaded().name());
        return AGAIN;
    }
}
