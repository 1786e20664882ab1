package org.bailiwick.admin.web.key;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.FileAnswer;
import org.bailiwick.admin.web.Uploads;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.administration.BulkResult;
import org.bailiwick.eab.administration.ExternalAccountKeyIssuance;
import org.bailiwick.eab.administration.KeyExport;
import org.jspecify.annotations.Nullable;

/**
 * Many external account keys from one file: first it is checked, and only what was found right can be made. The file is kept
 * until then, as it has no secrets; what has them is sent at once and not kept.
 */
@Named
@ViewScoped
public class UploadKeysView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** How many faults are told. */
    private static final int SHOWN = 50;

    @Inject
    ExternalAccountKeyIssuance issuance;

    @Inject
    Uploads uploads;

    @Inject
    FileAnswer answer;

    @Inject
    KeyFileProgress progress;

    private LinkedHashMap<UUID, String> provisioners = new LinkedHashMap<>();
    private final KeyForm form = new KeyForm();
    private String csv = "";
    private int lines;
    private int faultCount;
    private ArrayList<BulkResult.Fault> faults = new ArrayList<>();

    /** Refused at once to whom the page is not for. */
    public void load() {
        provisioners = new LinkedHashMap<>(issuance.provisioners());
    }

    /** The dry run. */
    public void check() {
        forget();
        String file = uploads.text("file");
        keep(file, issuance.createAll(form.provisioner(), file, true));
        progress.begin(lines);
    }

    public void create() {
        if (csv.isEmpty()) {
            throw AdminException.invalid("There is no file that was checked; choose one.");
        }
        progress.begin(lines);
        BulkResult made = issuance.createAll(form.provisioner(), csv, false, progress::reach);
        if (made.faults().isEmpty()) {
            progress.end();
            forget();
            answer.send(
                    "text/csv;charset=UTF-8",
                    "external-account-keys-with-secrets.csv",
                    out -> write(out, made.issued()));
        } else {
            // somebody else has made one of them since
            keep(csv, made);
        }
    }

    private static void write(OutputStream out, List<IssuedKey> issued) throws IOException {
        out.write(KeyExport.SECRETS_HEADER.getBytes(StandardCharsets.UTF_8));
        for (IssuedKey each : issued) {
            out.write(KeyExport.line(each).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void keep(String file, BulkResult result) {
        lines = result.lines();
        faultCount = result.faults().size();
        faults = new ArrayList<>(result.faults().stream().limit(SHOWN).toList());
        csv = faults.isEmpty() && lines > 0 ? file : "";
    }

    private void forget() {
        csv = "";
        lines = 0;
        faultCount = 0;
        faults = new ArrayList<>();
    }

    /** Whether the file that was checked can be made. */
    public boolean isReady() {
        return !csv.isEmpty();
    }

    /** How many keys the file describes. */
    public int getLines() {
        return lines;
    }

    public int getFaultCount() {
        return faultCount;
    }

    /** The first of what is wrong. */
    public List<BulkResult.Fault> getFaults() {
        return faults;
    }

    /** The longest file, in octets. */
    public int getMost() {
        return Uploads.MOST;
    }

    /** Authority and name by id. */
    public Map<UUID, String> getProvisioners() {
        return provisioners;
    }

    /** The name of the one that is chosen. */
    public String getPlace() {
        return provisioners.entrySet().stream()
                .filter(each -> each.getKey().toString().equals(form.getProvisioner()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    public String getProvisioner() {
        return form.getProvisioner();
    }

    public void setProvisioner(@Nullable String provisioner) {
        form.setProvisioner(provisioner);
    }
}
