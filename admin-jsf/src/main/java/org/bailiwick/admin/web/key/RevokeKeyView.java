package org.bailiwick.admin.web.key;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.eab.administration.Cascade;
import org.bailiwick.eab.administration.ExternalAccountKeyRevocation;
import org.bailiwick.eab.administration.ExternalAccountKeyService;
import org.bailiwick.eab.administration.KeyOverview;
import org.jspecify.annotations.Nullable;

/** Ends an external account key, alone or with everything that was got by it, which is shown before. */
@Named
@ViewScoped
public class RevokeKeyView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 10;

    @Inject
    ExternalAccountKeyService keys;

    @Inject
    ExternalAccountKeyRevocation revocation;

    @Inject
    Notices notices;

    private String id = "";
    private String typed = "";
    private String typedForAll = "";
    private @Nullable KeyOverview key;
    private Hit hit = new Hit(0, 0, 0, 0, List.of());

    /**
     * What would be hit.
     *
     * @param underWay how many more certificates are being signed
     * @param first the first certificates
     */
    public record Hit(long accounts, long authorizations, long certificates, long underWay, List<Victim> first)
            implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        public Hit {
            first = List.copyOf(first);
        }

        static Hit of(Cascade cascade) {
            return new Hit(
                    cascade.accounts().count(),
                    cascade.authorizations(),
                    cascade.certificates().count(),
                    cascade.underWay(),
                    cascade.certificates().first().stream()
                            .limit(SHOWN)
                            .map(Victim::of)
                            .toList());
        }

        /** How many certificates are not among the first. */
        public long more() {
            return certificates - first.size();
        }
    }

    /**
     * A certificate that would be revoked.
     *
     * @param names the first of them
     * @param more how many more there are
     */
    public record Victim(String id, String serial, String names, int more, Instant notAfter) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        private static final int NAMES = 3;

        static Victim of(Cascade.GoodCertificate certificate) {
            List<String> names = certificate.names();
            return new Victim(
                    certificate.id().toString(),
                    certificate.serial(),
                    String.join(", ", names.subList(0, Math.min(NAMES, names.size()))),
                    Math.max(0, names.size() - NAMES),
                    certificate.notAfter());
        }
    }

    public void load() {
        key = keys.overview(resource());
        hit = Hit.of(revocation.preview(resource()));
    }

    public String revoke() {
        requireTyped(typed);
        revocation.revoke(resource());
        notices.tell(RevokeKeyView.class, "revoked", loaded().reference());
        return after();
    }

    public String revokeWithEverything() {
        requireTyped(typedForAll);
        Cascade was = revocation.revokeWithEverything(resource());
        notices.tell(
                RevokeKeyView.class,
                was.underWay() == 0 ? "revoked.all" : "revoked.underway",
                loaded().reference(),
                was.accounts().count(),
                was.certificates().count(),
                was.underWay());
        return after();
    }

    /** Whoever reads what he ends has read it; who is on the wrong page notices. */
    private void requireTyped(String text) {
        if (!text.strip().equals(loaded().reference())) {
            throw AdminException.invalid("That is not the key's reference, so nothing was revoked.");
        }
    }

    private String after() {
        return "/key?faces-redirect=true&id=" + resource();
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

    public Hit getHit() {
        return hit;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(String typed) {
        this.typed = typed;
    }

    public String getTypedForAll() {
        return typedForAll;
    }

    public void setTypedForAll(String typedForAll) {
        this.typedForAll = typedForAll;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }
}
