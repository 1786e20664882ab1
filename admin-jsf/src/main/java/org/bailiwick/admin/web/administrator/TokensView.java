package org.bailiwick.admin.web.administrator;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdministratorToken;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.TokenAdministration;
import org.bailiwick.admin.TokenColumn;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.authority.TeamAdministration;

/** The list of bearer tokens and client certificates. It is all in the page's address, so there is nothing to keep. */
@Named
@RequestScoped
public class TokensView {

    private static final int ROWS = 50;

    @Inject
    TokenAdministration tokens;

    @Inject
    TeamAdministration teams;

    private String sort = "";
    private String before = "";
    private Page<TokenRow> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        Map<UUID, String> names = new HashMap<>();
        page = tokens.list(PageRequest.of(Ids.uuid(before), ROWS).in(getSorted().order()))
                .map(token -> row(token, names));
    }

    private TokenRow row(AdministratorToken token, Map<UUID, String> names) {
        Optional<String> team = token.team()
                .map(id ->
                        names.computeIfAbsent(id, unknown -> teams.find(unknown).name()));
        return TokenRow.of(token, team, tokens.opens(token));
    }

    public List<TokenRow> getRows() {
        return page.items();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next(page.next().map(UUID::toString));
    }

    /** In which order, and by what it can be sorted. */
    public SortedList getSorted() {
        return new SortedList(sort, () -> PageAddress.of("/administrator-tokens"), TokenColumn.values());
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
