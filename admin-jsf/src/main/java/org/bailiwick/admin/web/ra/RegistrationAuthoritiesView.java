package org.bailiwick.admin.web.ra;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
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
import org.bailiwick.provisioner.ProvisionerCatalogue;
import org.bailiwick.ra.RegistrationAuthorityColumn;
import org.bailiwick.ra.RegistrationAuthoritySearch;
import org.bailiwick.ra.RegistrationAuthorityStatus;
import org.bailiwick.ra.administration.RegistrationAuthorityAdministration;
import org.bailiwick.ra.administration.RegistrationAuthorityOverview;
import org.jspecify.annotations.Nullable;

/** The list of registration authorities. It is all in the page's address, so there is nothing to keep. */
@Named
@RequestScoped
public class RegistrationAuthoritiesView {

    private static final int ROWS = 40;

    @Inject
    RegistrationAuthorityAdministration registrationAuthorities;

    @Inject
    ProvisionerCatalogue catalogue;

    private String name = "";
    private String state = "";
    private String authority = "";
    private String sort = "";
    private String before = "";
    private Choices authorities = Choices.NONE;
    private Page<RegistrationAuthorityOverview> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        Optional<String> part = SearchText.of(name).map(typed -> typed.toLowerCase(Locale.ROOT));
        authorities = Choices.of(catalogue.authorities(), authority);
        page = registrationAuthorities.list(
                new RegistrationAuthoritySearch(Ids.uuid(authority), part, RegistrationAuthorityStatus.named(state)),
                PageRequest.of(Ids.uuid(before), ROWS).in(getSorted().order()));
    }

    public List<RegistrationAuthorityOverview> getRows() {
        return page.items();
    }

    /** The words of the states that one can look for. */
    public List<String> getStates() {
        return Arrays.stream(RegistrationAuthorityStatus.values())
                .map(RegistrationAuthorityStatus::word)
                .toList();
    }

    /** The authorities whose one can look at alone: names by ids. */
    public Choices getAuthorities() {
        return authorities;
    }

    /** Whether something is looked for, so that not all are there. */
    public boolean isNarrowed() {
        return !name.isBlank() || !getState().isEmpty() || Ids.uuid(authority).isPresent();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next(page.next().map(UUID::toString));
    }

    /** In which order, and by what it can be sorted. */
    public SortedList getSorted() {
        return new SortedList(
                sort,
                () -> PageAddress.of("/registration-authorities")
                        .with("name", name)
                        .with("authority", authority)
                        .with("state", getState()),
                RegistrationAuthorityColumn.values());
    }

    public String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name == null ? "" : name;
    }

    /** Its word; empty for any, as is a word that is none. */
    public String getState() {
        return RegistrationAuthorityStatus.named(state)
                .map(RegistrationAuthorityStatus::word)
                .orElse("");
    }

    public void setState(@Nullable String state) {
        this.state = state == null ? "" : state;
    }

    public String getAuthority() {
        return authority;
    }

    public void setAuthority(@Nullable String authority) {
        this.authority = authority == null ? "" : authority;
    }

    public String getSort() {
        return sort;
    }

    public void setSort(@Nullable String sort) {
        this.sort = sort == null ? "" : sort;
    }

    public String getBefore() {
        return before;
    }

    public void setBefore(@Nullable String before) {
        this.before = before == null ? "" : before;
    }
}
