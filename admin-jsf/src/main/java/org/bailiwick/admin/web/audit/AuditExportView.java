package org.bailiwick.admin.web.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.FileAnswer;
import org.bailiwick.audit.proof.AuditAdministration;

/** The audit log as a file for the verifier: a session opens no API, so it is given here, too. */
@Named
@RequestScoped
public class AuditExportView {

    @Inject
    AuditAdministration audit;

    @Inject
    FileAnswer files;

    private String checkpoint = "";

    /** Gives the file instead of the page. */
    public void load() {
        Optional<Long> from = from();
        audit.requireExportable(from);
        files.send("application/x-ndjson", "audit.ndjson", out -> audit.write(from, out));
    }

    private Optional<Long> from() {
        if (checkpoint.isEmpty()) {
            return Optional.empty();
        }
        if (!checkpoint.matches("[0-9]{1,18}")) {
            throw AdminException.unknown("checkpoint");
        }
        return Optional.of(Long.valueOf(checkpoint));
    }

    public String getCheckpoint() {
        return checkpoint;
    }

    public void setCheckpoint(String checkpoint) {
        this.checkpoint = checkpoint;
    }
}
