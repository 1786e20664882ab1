package org.bailiwick.admin.web.provisioner;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.provisioner.ProvisionerAdministration;
import org.bailiwick.provisioner.ProvisionerCatalogue;
import org.bailiwick.provisioner.ProvisionerOverview;
import org.jspecify.annotations.Nullable;

/** One provisioner: what holds, and what it has of its own. */
@Named
@ViewScoped
public class ProvisionerView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String AGAIN = "/provisioner?faces-redirect=true&includeViewParams=true";

    @Inject
    ProvisionerCatalogue catalogue;

    @Inject
    ProvisionerAdministration provisioners;

    @Inject
    Notices notices;

    private String id = "";
    private @Nullable ProvisionerOverview provisioner;
    private ArrayList<String> profiles = new ArrayList<>();
    private ProvisionerForm form = new ProvisionerForm();
    private String typed = "";

    public void load() {
        ProvisionerOverview found = catalogue.find(Ids.uuid("provisioner", id));
        provisioner = found;
        profiles = new ArrayList<>(catalogue.profiles(found.authority()));
        form = ProvisionerForm.of(found);
    }

    public String save() {
        ProvisionerOverview read = read();
        provisioners.configure(read.id(), read.version(), form.settings());
        return done("saved", read);
    }

    /** What its clients would lose must be named. */
    public String disable() {
        ProvisionerOverview read = read();
        if (!typed.strip().equals(read.name())) {
            throw AdminException.invalid("Nothing is disabled: what you typed is not \"%s\".".formatted(read.name()));
        }
        provisioners.enable(read.id(), false);
        return done("disabled", read);
    }

    public String enable() {
        ProvisionerOverview read = read();
        provisioners.enable(read.id(), true);
        return done("enabled", read);
    }

    /** What the server has where this one has nothing of its own; empty for nothing. */
    public String server(String setting) {
        ProvisionerOverview read = provisioner;
        return read == null
                ? ""
                : read.settings().stream()
                        .filter(value -> value.name().equals(setting))
                        .map(ProvisionerOverview.Value::server)
                        .findFirst()
                        .orElse("");
    }

    public @Nullable ProvisionerOverview getProvisioner() {
        return provisioner;
    }

    /** The names of the profiles that it can offer. */
    public List<String> getProfiles() {
        return profiles;
    }

    public ProvisionerForm getForm() {
        return form;
    }

    public String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = Typed.orEmpty(id);
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(@Nullable String typed) {
        this.typed = Typed.orEmpty(typed);
    }

    private ProvisionerOverview read() {
        ProvisionerOverview loaded = provisioner;
        if (loaded == null) {
            throw AdminException.stale("provisioner");
        }
        return loaded;
    }

    private String done(String text, ProvisionerOverview of) {
        notices.tell(ProvisionerView.class, text, of.name());
        return AGAIN;
    }
}
