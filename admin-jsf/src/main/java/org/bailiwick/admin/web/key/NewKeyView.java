package org.bailiwick.admin.web.key;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.eab.administration.ExternalAccountKeyIssuance;
import org.jspecify.annotations.Nullable;

/** A new external account key; its secret is shown by the answer to the form that made it. */
@Named
@ViewScoped
public class NewKeyView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    ExternalAccountKeyIssuance issuance;

    @Inject
    FreshKey fresh;

    private LinkedHashMap<UUID, String> provisioners = new LinkedHashMap<>();
    private KeyForm form = new KeyForm();

    /** Refused at once to whom the page is not for. */
    public void load() {
        provisioners = new LinkedHashMap<>(issuance.provisioners());
    }

    public void create() {
        fresh.show(issuance.create(form.provisioner(), form.terms()));
        form = form.emptied();
    }

    /** Authority and name by id. */
    public Map<UUID, String> getProvisioners() {
        return provisioners;
    }

    public KeyForm getForm() {
        return form;
    }

    /** The one that is chosen before anybody chooses, from the page's address. */
    public String getProvisioner() {
        return form.getProvisioner();
    }

    public void setProvisioner(@Nullable String provisioner) {
        form.setProvisioner(provisioner);
    }
}
