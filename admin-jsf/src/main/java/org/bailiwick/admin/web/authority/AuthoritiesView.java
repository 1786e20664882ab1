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
import org.bailiwick.admin.web.SearchText;
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
                new AuthoritySearch(part, AuthorityState.named(state), isByName()),
                PageRequest.of(Ids.uuid(before), ROWS));
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

    /** Where the next page begins; empty at the end. */
    public String getNext() {
        return page.next().map(UUID::toString).orElse("");
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

    /** Whether they are sorted by name, not the newest first. */
    public boolean isByName() {
        return sort.equals("name");
    }

    /** A word in the address; any other than {@code name} is the newest first. */
    public String getSort() {
        return isByName() ? sort : "";
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
