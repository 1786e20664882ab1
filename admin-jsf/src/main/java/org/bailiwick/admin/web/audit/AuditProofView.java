package org.bailiwick.admin.web.audit;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.audit.proof.AuditAdministration;
import org.bailiwick.audit.proof.VerificationOverview;

/** What proves the audit log: verifications on the server, and the export for one elsewhere. */
@Named
@ViewScoped
public class AuditProofView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String AGAIN = "/audit-proof?faces-redirect=true";

    @Inject
    AuditAdministration audit;

    @Inject
    Notices notices;

    private ArrayList<VerificationOverview> runs = new ArrayList<>();

    public void load() {
        runs = new ArrayList<>(audit.verifications());
    }

    public String verify() {
        return begin(false);
    }

    public String verifyLately() {
        return begin(true);
    }

    private String begin(boolean lately) {
        audit.verify(lately);
        notices.tell(AuditProofView.class, "verify.begun");
        return AGAIN;
    }

    public List<VerificationOverview> getRuns() {
        return runs;
    }

    /** Whether one goes on, so that the page is to be looked at again. */
    public boolean isRunning() {
        return runs.stream().anyMatch(VerificationOverview::running);
    }
}
