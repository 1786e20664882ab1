package org.bailiwick.admin.web.policy;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.admin.SortColumn;
import org.bailiwick.admin.web.Me;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SearchText;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.governance.GovernedColumn;
import org.bailiwick.governance.PolicyAdministration;
import org.bailiwick.governance.PolicyOverview;
import org.bailiwick.governance.PolicySubject;
import org.bailiwick.policy.PolicyLevel;

/** What has a policy, level by level. It is all in the page's address. */
@Named
@RequestScoped
public class PoliciesView {

    private static final int ROWS = 50;

    @Inject
    PolicyAdministration policies;

    @Inject
    Me me;

    private String level = "";
    private String text = "";
    private String own = "";
    private String sort = "";
    private String before = "";
    private Page<PolicyOverview> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        if (level.isEmpty()) {
            level = getLevels().get(0);
        }
        page = policies.list(
                PolicySubject.level(level).orElseThrow(() -> AdminException.unknown("level")),
                SearchText.of(text),
                isOwnOnly(),
                PageRequest.of(ResourceId.parse(before).map(ResourceId::value), ROWS)
                        .in(getSorted().order()));
    }

    /** Those that are for the role, as JSON names them. */
    public List<String> getLevels() {
        boolean operator = me.getRole().equals(Role.EAB_OPERATOR.word());
        return Arrays.stream(PolicyLevel.values())
                .filter(each -> !operator || each == PolicyLevel.EXTERNAL_ACCOUNT_KEY)
                .map(PolicyLevel::member)
                .toList();
    }

    public List<PolicyOverview> getRows() {
        return page.items();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next(page.next().map(PoliciesView::position));
    }

    /** In which order, and by what it can be sorted, which is another thing at each level. */
    public SortedList getSorted() {
        return new SortedList(
                sort,
                () -> PageAddress.of("/policies")
                        .with("level", level)
                        .with("text", text)
                        .with("own", own),
                column().stream().toArray(SortColumn[]::new));
    }

    /** Whether it can be sorted by what its rows are called. */
    public boolean isNamed() {
        return column().isPresent();
    }

    private Optional<GovernedColumn> column() {
        return PolicySubject.level(level).flatMap(GovernedColumn::of);
    }

    private static String position(UUID id) {
        return new ResourceId(id).toString();
    }

    /** Whether only what has a policy of its own is shown. */
    public boolean isOwnOnly() {
        return own.equals("true");
    }

    /** Whether something is looked for. */
    public boolean isFiltered() {
        return isOwnOnly() || !text.isBlank() || !before.isEmpty();
    }

    public String getLevel() {
        return level;
    }

    public void setLevel(String level) {
        this.level = level;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    public String getOwn() {
        return own;
    }

    public void setOwn(String own) {
        this.own = own;
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
