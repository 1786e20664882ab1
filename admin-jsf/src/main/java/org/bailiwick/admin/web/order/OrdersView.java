package org.bailiwick.admin.web.order;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SearchText;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.provenance.OrderOverview;
import org.bailiwick.provenance.ProvenanceAdministration;

/** The list of orders. It is all in the page's address. */
@Named
@RequestScoped
public class OrdersView {

    private static final int ROWS = 50;

    @Inject
    ProvenanceAdministration provenance;

    private String name = "";
    private String account = "";
    private String sort = "";
    private String before = "";
    private Page<OrderOverview> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        page = provenance.orders(
                SearchText.id(account),
                SearchText.name(name),
                PageRequest.of(ResourceId.parse(before).map(ResourceId::value), ROWS)
                        .in(getSorted().order()));
    }

    public List<OrderOverview> getRows() {
        return page.items();
    }

    /** Whether only some were asked for. */
    public boolean isFiltered() {
        return !name.isBlank() || !account.isBlank();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next(page.next().map(ResourceId::new).map(ResourceId::toString));
    }

    /** In which order; it can be turned round. */
    public SortedList getSorted() {
        return new SortedList(
                sort, () -> PageAddress.of("/orders").with("name", name).with("account", account));
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getAccount() {
        return account;
    }

    public void setAccount(String account) {
        this.account = account;
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
