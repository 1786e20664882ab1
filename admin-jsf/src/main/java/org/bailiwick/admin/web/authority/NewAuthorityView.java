package org.bailiwick.admin.web.authority;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.authority.founding.FoundingAdministration;
import org.bailiwick.authority.founding.FoundingPlaces;
import org.bailiwick.authority.founding.NewAuthority;
import org.bailiwick.upstream.EnrolmentSecretText;
import org.bailiwick.upstream.NewUpstream;
import org.bailiwick.upstream.UpstreamAdministration;

/** A new authority: first in which way, then what it is to be. */
@Named
@ViewScoped
public class NewAuthorityView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    FoundingAdministration founding;

    @Inject
    UpstreamAdministration upstreams;

    @Inject
    Notices notices;

    private final NewAuthorityForm form = new NewAuthorityForm();
    private LinkedHashMap<UUID, String> teams = new LinkedHashMap<>();
    private ArrayList<String> tokens = new ArrayList<>();

    /** Refused at once to whom the page is not for. */
    public void load() {
        FoundingPlaces places = founding.places();
        teams = new LinkedHashMap<>(places.teams());
        tokens = new ArrayList<>(places.tokens());
    }

    /** Has it made: where keys are made for it, the page says how far it is; else it is there at once. */
    public String create() {
        if (form.isFromAnotherCa()) {
            return createUpstream();
        }
        NewAuthority wanted = form.wanted();
        if (form.isWithNewKeys()) {
            return "/authority-founding?faces-redirect=true&id=" + founding.begin(wanted);
        }
        UUID made = founding.create(wanted).authority().id();
        notices.tell(NewAuthorityView.class, "new.done", wanted.name().value());
        return "/authority?faces-redirect=true&id=" + made;
    }

    /** Its page says how far the enrolment is. */
    private String createUpstream() {
        EnrolmentSecretText secret = form.getUpstream().secret();
        NewUpstream wanted = form.wantedUpstream();
        UUID made = upstreams.create(wanted, secret).upstream().authority();
        notices.tell(NewAuthorityView.class, "new.done", wanted.name().value());
        return "/authority?faces-redirect=true&id=" + made;
    }

    public NewAuthorityForm getForm() {
        return form;
    }

    public Map<UUID, String> getTeams() {
        return teams;
    }

    /** The tokens beside the server's own. */
    public List<String> getTokens() {
        return tokens;
    }

    /** Which of the ways; it is in the page's address. */
    public String getWay() {
        return form.getWay();
    }

    public void setWay(String way) {
        form.setWay(way);
    }
}
