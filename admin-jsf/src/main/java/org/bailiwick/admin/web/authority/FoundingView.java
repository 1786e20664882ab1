package org.bailiwick.admin.web.authority;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.authority.founding.FoundingAdministration;
import org.bailiwick.authority.founding.FoundingProgress;
import org.jspecify.annotations.Nullable;

/** How it stands with an authority that is being made. */
@Named
@RequestScoped
public class FoundingView {

    @Inject
    FoundingAdministration founding;

    private String id = "";
    private @Nullable FoundingProgress progress;

    public void load() {
        progress = founding.progress(Ids.uuid("authority that is being made", id));
    }

    public @Nullable FoundingProgress getProgress() {
        return progress;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }
}
