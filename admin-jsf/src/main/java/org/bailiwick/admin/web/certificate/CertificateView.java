package org.bailiwick.admin.web.certificate;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.CertificateState;
import org.bailiwick.provenance.CertificateDetails;
import org.bailiwick.provenance.Provenance;
import org.bailiwick.provenance.ProvenanceAdministration;
import org.bailiwick.revocation.RevocationAdministration;
import org.jspecify.annotations.Nullable;

/** A certificate: what is in it, why it was issued, and its end. */
@Named
@ViewScoped
public class CertificateView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    ProvenanceAdministration provenance;

    @Inject
    RevocationAdministration revocation;

    @Inject
    Notices notices;

    private String id = "";
    private @Nullable Provenance found;
    private String reason = RevocationReason.UNSPECIFIED.rfcName();
    private String typed = "";

    public void load() {
        found = provenance.certificate(resource());
    }

    public String revoke() {
        String name = getConfirmation();
        if (name.isEmpty() || !typed.strip().equals(name)) {
            throw AdminException.invalid("What you typed is not \"%s\", so nothing was revoked.".formatted(name));
        }
        revocation.revoke(resource(), reason);
        notices.tell(CertificateView.class, "revoked", name);
        return "/certificate?faces-redirect=true&includeViewParams=true";
    }

    /** What is to be typed by whoever means it: its first name, or the serial number if it has none. */
    public String getConfirmation() {
        Provenance shown = found;
        if (shown == null) {
            return "";
        }
        CertificateDetails certificate = shown.certificate();
        return certificate.names().isEmpty()
                ? certificate.serial()
                : certificate.names().get(0);
    }

    /** The certificate's first name, or its serial number. */
    public String getTitle() {
        return getConfirmation();
    }

    /** Whether there is something to end. */
    public boolean isRevocable() {
        Provenance shown = found;
        return shown != null && shown.certificate().state().equals(CertificateState.VALID.word());
    }

    public List<String> getReasons() {
        return RevocationReason.ofAdministrators();
    }

    public @Nullable Provenance getFound() {
        return found;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(String typed) {
        this.typed = typed;
    }

    private ResourceId resource() {
        return Ids.resource("certificate", id);
    }
}
