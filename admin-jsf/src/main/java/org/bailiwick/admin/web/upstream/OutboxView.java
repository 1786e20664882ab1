package org.bailiwick.admin.web.upstream;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.Choices;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.upstream.outbox.OutboxAdministration;
import org.bailiwick.upstream.outbox.OutboxColumn;
import org.bailiwick.upstream.outbox.OutboxOverview;
import org.bailiwick.upstream.outbox.OutboxSearch;
import org.bailiwick.upstream.outbox.OutboxState;
import org.jspecify.annotations.Nullable;

/** What other CAs are to be asked for. It is all in the page's address, so there is nothing to keep. */
@Named
@RequestScoped
public class OutboxView {

    private static final int ROWS = 40;

    @Inject
    OutboxAdministration outbox;

    private String authority = "";
    private String state = "";
    private String sort = "";
    private String before = "";
    private Choices authorities = Choices.NONE;
    private Page<OutboxOverview> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        authorities = Choices.of(outbox.authorities(), authority);
        page = outbox.list(
                new OutboxSearch(Ids.uuid(authority), OutboxState.named(state)),
                PageRequest.of(Ids.uuid(before), ROWS).in(getSorted().order()));
    }

    public List<OutboxOverview> getRows() {
        return page.items();
    }

    /** The upstream authorities: names by ids. */
    public Choices getAuthorities() {
        return authorities;
    }

    /** The words of the states that one can look for. */
    public List<String> getStates() {
        return Arrays.stream(OutboxState.values()).map(OutboxState::word).toList();
    }

    /** Whether only some are looked for. */
    public boolean isNarrowed() {
        return !getState().isEmpty() || Ids.uuid(authority).isPresent();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next(page.next().map(UUID::toString));
    }

    /** In which order, and by what it can be sorted. */
    public SortedList getSorted() {
        return new SortedList(
                sort,
                () -> PageAddress.of("/outbox").with("authority", authority).with("state", getState()),
                OutboxColumn.values());
    }

    public String getAuthority() {
        return authority;
    }

    public void setAuthority(@Nullable String authority) {
        this.authority = authority == null ? "" : authority;
    }

    /** Its word; empty for any, as is a word that is none. */
    public String getState() {
        return OutboxState.named(state).map(OutboxState::word).orElse("");
    }

    public void setState(@Nullable String state) {
        this.state = state == null ? "" : state;
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
