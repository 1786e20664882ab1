package org.bailiwick.admin.web.authority;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.authority.founding.FoundingAdministration;
import org.bailiwick.authority.standing.AuthorityStanding;
import org.bailiwick.authority.standing.StandingAdministration;
import org.bailiwick.ca.CaRequest;

/** The request of an authority that waits, and the certificates that answer it. */
@Named
@ViewScoped
public class AuthorityAnswerView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    StandingAdministration standings;

    @Inject
    FoundingAdministration founding;

    @Inject
    Notices notices;

    private String id = "";
    private long version;
    private String name = "";
    private String subject = "";
    private String request = "";
    private String chain = "";

    public void load() {
        AuthorityStanding authority = standings.find(Ids.uuid("authority", id));
        CaRequest asked = founding.request(authority.id());
        version = authority.version();
        name = authority.name();
        subject = asked.subject().getName();
        request = asked.pem();
    }

    public String answer() {
        founding.answer(Ids.uuid("authority", id), version, chain);
        notices.tell(AuthorityAnswerView.class, "answer.done", name);
        return "/authority?faces-redirect=true&id=" + Ids.uuid("authority", id);
    }

    public String getName() {
        return name;
    }

    /** The name that is asked for. */
    public String getSubject() {
        return subject;
    }

    /** PEM. */
    public String getRequest() {
        return request;
    }

    /** PEM, as it came. */
    public String getChain() {
        return chain;
    }

    public void setChain(String chain) {
        this.chain = chain;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }
}
