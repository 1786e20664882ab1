package org.bailiwick.admin.web.authority;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.authority.standing.AuthorityStanding;
import org.bailiwick.authority.standing.StandingAdministration;
import org.jspecify.annotations.Nullable;

/** How it stands with one authority. Nothing is changed here, so there is nothing to keep. */
@Named
@RequestScoped
public class AuthorityView {

    @Inject
    StandingAdministration standings;

    private String id = "";
    private @Nullable AuthorityStanding authority;

    public void load() {
        authority = standings.find(Ids.uuid("authority", id));
    }

    public @Nullable AuthorityStanding getAuthority() {
        return authority;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }
}
