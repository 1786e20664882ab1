package org.bailiwick.admin.web.provisioner;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.regex.Pattern;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.client.administration.ClientAdministration;
import org.bailiwick.client.administration.ClientProgress;
import org.jspecify.annotations.Nullable;

/** How far a client has come; a part of a page, which is asked for again and again. */
@Named
@RequestScoped
public class ProgressView {

    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,15}");

    @Inject
    ClientAdministration clients;

    private String id = "";
    private String since = "";
    private String key = "";
    private ClientProgress progress = ClientProgress.NONE;

    public void load() {
        if (!MILLISECONDS.matcher(since).matches()) {
            throw AdminException.unknown("moment");
        }
        progress = clients.progress(
                Ids.uuid("provisioner", id), ResourceId.parse(key), Instant.ofEpochMilli(Long.parseLong(since)));
    }

    public ClientProgress getProgress() {
        return progress;
    }

    public String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = Typed.orEmpty(id);
    }

    public String getSince() {
        return since;
    }

    public void setSince(@Nullable String since) {
        this.since = Typed.orEmpty(since);
    }

    public String getKey() {
        return key;
    }

    public void setKey(@Nullable String key) {
        this.key = Typed.orEmpty(key);
    }
}
