package org.bailiwick.admin.web.key;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.admin.web.TypedName;
import org.bailiwick.eab.administration.BoundAccount;
import org.bailiwick.eab.administration.ExternalAccountKeyIssuance;
import org.bailiwick.eab.administration.ExternalAccountKeyService;
import org.bailiwick.eab.administration.KeyOverview;
import org.jspecify.annotations.Nullable;

/** One external account key, which accounts are bound to it, and what can be done to it but for ending it. */
@Named
@ViewScoped
public class KeyView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String AGAIN = "/key?faces-redirect=true&includeViewParams=true";
    private static final int ROWS = 20;

    @Inject
    ExternalAccountKeyService keys;

    @Inject
    ExternalAccountKeyIssuance issuance;

    @Inject
    FreshKey fresh;

    @Inject
    Notices notices;

    private String id = "";
    private String before = "";
    private String next = "";
    private boolean deactivating;
    private String typed = "";
    private String typedToRebind = "";
    private @Nullable KeyOverview key;
    private KeyForm form = new KeyForm();
    private ArrayList<Account> accounts = new ArrayList<>();

    /**
     * An account that was bound to the key.
     *
     * @param state its word
     */
    public record Account(String id, Instant boundAt, String state) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        static Account of(BoundAccount bound) {
            return new Account(
                    bound.account().toString(),
                    bound.boundAt(),
                    bound.status().name().toLowerCase(Locale.ROOT));
        }
    }

    public void load() {
        KeyOverview found = keys.overview(resource());
        key = found;
        form = KeyForm.of(found);
        typedToRebind = "";
        Page<BoundAccount> bound = keys.boundAccounts(
                resource(), PageRequest.of(ResourceId.parse(before).map(ResourceId::value), ROWS));
        accounts = new ArrayList<>(bound.items().stream().map(Account::of).toList());
        next = bound.next().map(ResourceId::new).map(ResourceId::toString).orElse("");
    }

    public String describe() {
        keys.describe(resource(), loaded().version(), form.description());
        return done("changed");
    }

    /** Makes it of no use for now, if its reference was typed. */
    public String suspend() {
        TypedName.require(typed, loaded().reference());
        keys.suspend(resource());
        return done("suspended");
    }

    public String resume() {
        keys.resume(resource());
        return done("resumed");
    }

    /** Ends its secret, if its reference was typed. */
    public void rebind() {
        TypedName.require(typedToRebind, loaded().reference());
        fresh.show(issuance.rebind(resource(), form.uses(), deactivating));
        load();
    }

    private String done(String text) {
        notices.tell(KeyView.class, text, loaded().reference());
        return AGAIN;
    }

    private KeyOverview loaded() {
        KeyOverview there = key;
        if (there == null) {
            throw AdminException.stale("external account key");
        }
        return there;
    }

    private ResourceId resource() {
        return Ids.resource("external account key", id);
    }

    public @Nullable KeyOverview getKey() {
        return key;
    }

    public KeyForm getForm() {
        return form;
    }

    public List<Account> getAccounts() {
        return accounts;
    }

    /** Where the next page of accounts begins; empty at the end. */
    public String getNext() {
        return next;
    }

    public boolean isDeactivating() {
        return deactivating;
    }

    public void setDeactivating(boolean deactivating) {
        this.deactivating = deactivating;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(@Nullable String typed) {
        this.typed = typed == null ? "" : typed;
    }

    /** What was typed to end the secret. */
    public String getTypedToRebind() {
        return typedToRebind;
    }

    public void setTypedToRebind(@Nullable String typedToRebind) {
        this.typedToRebind = typedToRebind == null ? "" : typedToRebind;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public String getBefore() {
        return before;
    }

    /** Null for the beginning. */
    public void setBefore(@Nullable String before) {
        this.before = before == null ? "" : before;
    }
}
