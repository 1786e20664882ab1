package org.bailiwick.admin.web.administrator;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdministratorColumn;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.person.AdministratorAdministration;
import org.bailiwick.person.AdministratorOverview;

/** The list of people who administer. It is all in the page's address, so there is nothing to keep. */
@Named
@RequestScoped
public class AdministratorsView {

    private static final int ROWS = 50;

    @Inject
    AdministratorAdministration administrators;

    private String name = "";
    private String sort = "";
    private String before = "";
    private Page<AdministratorOverview> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        page = administrators.list(
                Optional.of(name.strip().toLowerCase(Locale.ROOT)).filter(part -> !part.isEmpty()),
                PageRequest.of(Ids.uuid(before), ROWS).in(getSorted().order()));
    }

    public List<AdministratorOverview> getRows() {
        return page.items();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next(page.next().map(UUID::toString));
    }

    /** In which order, and by what it can be sorted. */
    public SortedList getSorted() {
        return new SortedList(
                sort, () -> PageAddress.of("/administrators").with("name", name), AdministratorColumn.values());
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
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
