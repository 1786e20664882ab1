package org.bailiwick.admin.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.bailiwick.authority.AuthorityOverview;
import org.bailiwick.authority.AuthorityService;

/** The authorities of this server, with what everyone may know of them. */
@Named
@RequestScoped
public class AuthoritiesView {

    @Inject
    AuthorityService authorities;

    /** By name. Read as {@code #{row.name()}}: the expression language of Jakarta EE 10 does not know records. */
    public List<AuthorityOverview> getRows() {
        return authorities.overview();
    }
}
