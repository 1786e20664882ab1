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
    private String before = "";
    private Page<OrderOverview> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        page = provenance.orders(
                SearchText.id(account),
                SearchText.name(name),
                PageRequest.of(ResourceId.parse(before).map(ResourceId::value), ROWS));
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
        return page.next()
                .map(position -> PageAddress.of("/orders")
                        .with("name", name)
                        .with("account", account)
                        .with("before", new ResourceId(position).toString())
                        .toString())
                .orElse("");
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

    public String getBefore() {
        return before;
    }

    public void setBefore(String before) {
        this.before = before;
    }
}
