package org.bailiwick.admin.web.provisioner;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.Choices;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SearchText;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.config.Setting;
import org.bailiwick.provisioner.ProvisionerCatalogue;
import org.bailiwick.provisioner.ProvisionerColumn;
import org.bailiwick.provisioner.ProvisionerOverview;
import org.jspecify.annotations.Nullable;

/** The list of provisioners. It is all in the page's address, so there is nothing to keep. */
@Named
@RequestScoped
public class ProvisionersView {

    private static final int ROWS = 50;

    @Inject
    ProvisionerCatalogue provisioners;

    private String name = "";
    private String authority = "";
    private String sort = "";
    private String before = "";
    private Choices authorities = Choices.NONE;
    private Page<ProvisionerOverview> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        Optional<String> part = SearchText.of(name).map(typed -> typed.toLowerCase(Locale.ROOT));
        authorities = Choices.of(provisioners.authorities(), authority);
        page = provisioners.list(
                Ids.uuid(authority),
                part,
                PageRequest.of(Ids.uuid(before), ROWS).in(getSorted().order()));
    }

    public List<ProvisionerOverview> getRows() {
        return page.items();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next(page.next().map(UUID::toString));
    }

    /** In which order, and by what it can be sorted. */
    public SortedList getSorted() {
        return new SortedList(
                sort,
                () -> PageAddress.of("/provisioners").with("name", name).with("authority", authority),
                ProvisionerColumn.values());
    }

    /** The authorities that one can look at alone: names by ids. */
    public Choices getAuthorities() {
        return authorities;
    }

    /** Whether only some are looked for. */
    public boolean isNarrowed() {
        return !name.isBlank() || !authority.isBlank();
    }

    /** Whether clients need an external account key, as the setting says it; empty where there are no accounts. */
    public String externalAccount(ProvisionerOverview row) {
        return row.text(Setting.EXTERNAL_ACCOUNT);
    }

    public String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = Typed.orEmpty(name);
    }

    public String getAuthority() {
        return authority;
    }

    public void setAuthority(@Nullable String authority) {
        this.authority = Typed.orEmpty(authority);
    }

    public String getSort() {
        return sort;
    }

    public void setSort(@Nullable String sort) {
        this.sort = Typed.orEmpty(sort);
    }

    public String getBefore() {
        return before;
    }

    public void setBefore(@Nullable String before) {
        this.before = Typed.orEmpty(before);
    }
}
