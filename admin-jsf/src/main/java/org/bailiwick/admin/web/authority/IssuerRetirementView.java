package org.bailiwick.admin.web.authority;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.authority.IssuerAdministration;
import org.bailiwick.authority.standing.AuthorityStanding;
import org.bailiwick.authority.standing.IssuerStanding;
import org.bailiwick.authority.standing.StandingAdministration;

/** Lets an issuer issue no more. That is for good, so the name is to be typed. */
@Named
@ViewScoped
public class IssuerRetirementView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    StandingAdministration standings;

    @Inject
    IssuerAdministration issuers;

    @Inject
    Notices notices;

    private String id = "";
    private String issuer = "";
    private String name = "";
    private String subject = "";
    private String label = "";
    private boolean last;
    private boolean retirable;
    private String typed = "";

    public void load() {
        AuthorityStanding authority = standings.find(Ids.uuid("authority", id));
        IssuerStanding found =
                authority.issuer(Ids.uuid("issuer", issuer)).orElseThrow(() -> AdminException.unknown("issuer"));
        name = authority.name();
        subject = found.own().subject();
        label = found.key().label();
        last = authority.active() == 1;
        retirable = found.active();
    }

    /**
     * Retires it.
     *
     * @throws AdminException {@code INVALID} if another name was typed; and as the service refuses
     */
    public String retire() {
        if (!typed.strip().equals(name)) {
            throw AdminException.invalid(
                    "Type the authority's name, \"%s\", to retire its issuer. Nothing was changed.".formatted(name));
        }
        issuers.retire(Ids.uuid("issuer", issuer), last);
        notices.tell(IssuerRetirementView.class, "retire.done", subject);
        return "/authority?faces-redirect=true&id=" + Ids.uuid("authority", id);
    }

    /** Of the authority. */
    public String getName() {
        return name;
    }

    /** Of the issuer's certificate. */
    public String getSubject() {
        return subject;
    }

    /** Of its key in the token. */
    public String getLabel() {
        return label;
    }

    /** Whether the authority will issue nothing any more. */
    public boolean isLast() {
        return last;
    }

    /** Whether it issues, and so can be retired. */
    public boolean isRetirable() {
        return retirable;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(String typed) {
        this.typed = typed;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public String getIssuer() {
        return issuer;
    }

    public void setIssuer(String issuer) {
        this.issuer = issuer;
    }
}
