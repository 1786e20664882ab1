package org.bailiwick.admin.web.authority;

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
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SearchText;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.authority.AuthorityColumn;
import org.bailiwick.authority.AuthoritySearch;
import org.bailiwick.authority.AuthorityState;
import org.bailiwick.authority.founding.FoundingAdministration;
import org.bailiwick.authority.founding.FoundingProgress;
import org.bailiwick.authority.standing.AuthorityLine;
import org.bailiwick.authority.standing.StandingAdministration;

/** The list of authorities. It is all in the page's address, so there is nothing to keep. */
@Named
@RequestScoped
public class AuthoritiesView {

    private static final int ROWS = 40;

    @Inject
    StandingAdministration standings;

    @Inject
    FoundingAdministration founding;

    private String name = "";
    private String state = "";
    private String sort = "";
    private String before = "";
    private Page<AuthorityLine> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        Optional<String> part = SearchText.of(name).map(typed -> typed.toLowerCase(Locale.ROOT));
        page = standings.list(
                new AuthoritySearch(part, AuthorityState.named(state)),
                PageRequest.of(Ids.uuid(before), ROWS).in(getSorted().order()));
    }

    public List<AuthorityLine> getRows() {
        return page.items();
    }

    /** Those whose keys are being made; for who may make them. */
    public List<FoundingProgress> getMaking() {
        return founding.running();
    }

    /** The words of the states that one can look for. */
    public List<String> getStates() {
        return Arrays.stream(AuthorityState.values()).map(AuthorityState::word).toList();
    }

    /** Whether something is looked for, so that not all are there. */
    public boolean isNarrowed() {
        return !name.isBlank() || AuthorityState.named(state).isPresent();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next(page.next().map(UUID::toString));
    }

    /** In which order, and by what it can be sorted. */
    public SortedList getSorted() {
        return new SortedList(
                sort,
                () -> PageAddress.of("/authorities").with("name", name).with("state", getState()),
                AuthorityColumn.values());
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** Its word; empty for any, as is a word that is none. */
    public String getState() {
        return AuthorityState.named(state).map(AuthorityState::word).orElse("");
    }

    public void setState(String state) {
        this.state = state;
    }

    public String getSort() {
        return sort;
    }

    public void setSort(String sort) {
        this.sort = sort;
    }

    public String getBefore() {
        return before;
    }

    public void setBefore(String before) {
        this.before = before;
    }
}
