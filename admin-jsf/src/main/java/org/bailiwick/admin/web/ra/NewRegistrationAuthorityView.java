package org.bailiwick.admin.web.ra;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.ra.administration.RegistrationAuthorityAdministration;
import org.bailiwick.ra.administration.RegistrationAuthorityAdministration.Wanted;
import org.jspecify.annotations.Nullable;

/** A new registration authority; the secret that it enrols by is shown by the answer to the form that made it. */
@Named
@ViewScoped
public class NewRegistrationAuthorityView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    RegistrationAuthorityAdministration registrationAuthorities;

    @Inject
    FreshEnrolment fresh;

    private LinkedHashMap<UUID, String> provisioners = new LinkedHashMap<>();
    private String provisioner = "";
    private String name = "";
    private String rate = "";

    /** Refused at once to whom the page is not for. */
    public void load() {
        provisioners = new LinkedHashMap<>(registrationAuthorities.provisioners());
    }

    public void create() {
        fresh.show(registrationAuthorities.create(new Wanted(
                Ids.uuid(provisioner).orElseThrow(() -> AdminException.invalid("Choose a provisioner.")),
                name.strip(),
                Rate.read(rate),
                Optional.empty())));
        name = "";
        rate = "";
    }

    /** Authority and name by id. */
    public Map<UUID, String> getProvisioners() {
        return provisioners;
    }

    /** The one that is chosen before anybody chooses, from the page's address. */
    public String getProvisioner() {
        return provisioner;
    }

    public void setProvisioner(@Nullable String provisioner) {
        this.provisioner = provisioner == null ? "" : provisioner;
    }

    public String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name == null ? "" : name;
    }

    /** In a minute; empty for as many as come. */
    public String getRate() {
        return rate;
    }

    public void setRate(@Nullable String rate) {
        this.rate = rate == null ? "" : rate;
    }
}
