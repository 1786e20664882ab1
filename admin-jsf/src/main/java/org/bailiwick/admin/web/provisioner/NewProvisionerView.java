package org.bailiwick.admin.web.provisioner;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerAdministration;
import org.bailiwick.provisioner.ProvisionerCatalogue;
import org.bailiwick.provisioner.ProvisionerKind;
import org.jspecify.annotations.Nullable;

/** A new provisioner. What there is more to say of it is said on its own page, afterwards. */
@Named
@ViewScoped
public class NewProvisionerView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    ProvisionerCatalogue catalogue;

    @Inject
    ProvisionerAdministration provisioners;

    @Inject
    Notices notices;

    private LinkedHashMap<UUID, String> authorities = new LinkedHashMap<>();
    private String authority = "";
    private String name = "";
    private String kind = ProvisionerKind.ACME.word();
    private final ProvisionerForm form = new ProvisionerForm();

    /** Refused at once to whom the page is not for. */
    public void load() {
        authorities = new LinkedHashMap<>(catalogue.authoritiesForNew());
    }

    public String create() {
        ProvisionerKind chosen =
                ProvisionerKind.named(kind).orElseThrow(() -> AdminException.invalid("Choose a kind."));
        Provisioner made = provisioners.create(
                Ids.uuid(authority).orElseThrow(() -> AdminException.invalid("Choose an authority.")),
                name.strip(),
                chosen,
                isWithAccounts() ? form.settings() : Map.of());
        notices.tell(NewProvisionerView.class, "made", made.name());
        return "/provisioner?faces-redirect=true&id=" + made.id();
    }

    /** The words of all kinds. */
    public List<String> getKinds() {
        return Arrays.stream(ProvisionerKind.values())
                .map(ProvisionerKind::word)
                .toList();
    }

    /** Whether clients have accounts there, and prove names. */
    public boolean isWithAccounts() {
        return kind.equals(ProvisionerKind.ACME.word());
    }

    public Map<UUID, String> getAuthorities() {
        return authorities;
    }

    public ProvisionerForm getForm() {
        return form;
    }

    public String getAuthority() {
        return authority;
    }

    public void setAuthority(@Nullable String authority) {
        this.authority = Typed.orEmpty(authority);
    }

    public String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = Typed.orEmpty(name);
    }

    public String getKind() {
        return kind;
    }

    public void setKind(@Nullable String kind) {
        this.kind = Typed.orEmpty(kind);
    }
}
