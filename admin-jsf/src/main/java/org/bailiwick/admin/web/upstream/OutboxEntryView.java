package org.bailiwick.admin.web.upstream;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.admin.web.TypedName;
import org.bailiwick.upstream.outbox.OutboxAdministration;
import org.bailiwick.upstream.outbox.OutboxOverview;
import org.jspecify.annotations.Nullable;

/**
 * Something that another CA is to be asked for. What is done to it leads back to the list: there is nothing here as soon as
 * something came of it.
 */
@Named
@ViewScoped
public class OutboxEntryView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String THING = "outbox entry";

    @Inject
    OutboxAdministration outbox;

    @Inject
    Notices notices;

    private String id = "";
    private String typed = "";
    private @Nullable OutboxOverview entry;

    public void load() {
        entry = outbox.find(uuid());
    }

    /** Has the CA asked at once. */
    public String retry() {
        outbox.retry(uuid());
        return done("retried");
    }

    /** Has the CA not asked any more, if its name was typed. */
    public String giveUp() {
        TypedName.require(typed, loaded().title());
        outbox.giveUp(uuid());
        return done("givenup");
    }

    private String done(String text) {
        notices.tell(OutboxEntryView.class, text, loaded().title());
        return "/outbox?faces-redirect=true&authority=" + loaded().authority();
    }

    private OutboxOverview loaded() {
        OutboxOverview there = entry;
        if (there == null) {
            throw AdminException.stale(THING);
        }
        return there;
    }

    private UUID uuid() {
        return Ids.uuid(THING, id);
    }

    public @Nullable OutboxOverview getEntry() {
        return entry;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(@Nullable String typed) {
        this.typed = typed == null ? "" : typed;
    }

    public String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id == null ? "" : id;
    }
}
