package org.bailiwick.admin.web.authority;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Me;
import org.bailiwick.authority.standing.AuthorityStanding;
import org.bailiwick.authority.standing.StandingAdministration;
import org.bailiwick.upstream.UpstreamAdministration;
import org.bailiwick.upstream.UpstreamOverview;
import org.jspecify.annotations.Nullable;

/** How it stands with one authority. Nothing is changed here, so there is nothing to keep. */
@Named
@RequestScoped
public class AuthorityView {

    @Inject
    StandingAdministration standings;

    @Inject
    UpstreamAdministration upstreams;

    @Inject
    Me me;

    private String id = "";
    private @Nullable AuthorityStanding authority;
    private @Nullable UpstreamOverview upstream;

    public void load() {
        AuthorityStanding found = standings.find(Ids.uuid("authority", id));
        authority = found;
        upstream = found.upstream() && me.isSeesIssuance() ? upstreams.overview(found.id()) : null;
    }

    /** The other CA that makes its certificates; null if none does, or it is not for who looks. */
    public @Nullable UpstreamOverview getUpstream() {
        return upstream;
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
