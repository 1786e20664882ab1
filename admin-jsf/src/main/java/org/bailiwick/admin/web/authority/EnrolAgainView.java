package org.bailiwick.admin.web.authority;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.UUID;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.upstream.UpstreamAdministration;
import org.bailiwick.upstream.UpstreamOverview;
import org.jspecify.annotations.Nullable;

/** Has an upstream authority enrolled by another secret of its CA. */
@Named
@ViewScoped
public class EnrolAgainView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    UpstreamAdministration upstreams;

    @Inject
    Notices notices;

    private String id = "";
    private String name = "";
    private String url = "";
    private transient @Nullable String secret;

    public void load() {
        UpstreamOverview found = upstreams.overview(uuid());
        name = found.name();
        url = found.url();
    }

    public String enrol() {
        String typed = secret;
        secret = null;
        upstreams.enrolAgain(uuid(), UpstreamForm.secret(typed));
        notices.tell(EnrolAgainView.class, "enrol.begun", name);
        return "/authority?faces-redirect=true&id=" + uuid();
    }

    private UUID uuid() {
        return Ids.uuid("authority", id);
    }

    /** Of the authority. */
    public String getName() {
        return name;
    }

    /** Where its CA is asked. */
    public String getUrl() {
        return url;
    }

    /** No page shows it. */
    public String getSecret() {
        return "";
    }

    public void setSecret(@Nullable String secret) {
        this.secret = secret;
    }

    public String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id == null ? "" : id;
    }
}
