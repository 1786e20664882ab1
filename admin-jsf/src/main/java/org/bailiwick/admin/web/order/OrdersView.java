package org.bailiwick.admin.web.order;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.Choices;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SearchText;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.order.OrderSearch;
import org.bailiwick.provenance.OrderOverview;
import org.bailiwick.provenance.ProvenanceAdministration;
import org.bailiwick.provisioner.ProvisionerCatalogue;

/** The list of orders. It is all in the page's address. */
@Named
@RequestScoped
public class OrdersView {

    private static final int ROWS = 50;

    /** How far back one can look, by the words of addresses. */
    private static final List<Map.Entry<String, Duration>> SPANS = List.of(
            Map.entry("1h", Duration.ofHours(1)),
            Map.entry("24h", Duration.ofDays(1)),
            Map.entry("7d", Duration.ofDays(7)));

    @Inject
    ProvenanceAdministration provenance;

    @Inject
    ProvisionerCatalogue catalogue;

    @Inject
    Clock clock;

    private String name = "";
    private String account = "";
    private String status = "";
    private String since = "";
    private String authority = "";
    private String provisioner = "";
    private String sort = "";
    private String before = "";
    private Choices authorities = Choices.NONE;
    private Choices provisioners = Choices.NONE;
    private Page<OrderOverview> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        OrderSearch search = new OrderSearch(
                SearchText.id(account),
                Ids.uuid(authority),
                Ids.uuid(provisioner),
                SearchText.name(name),
                OrderSearch.State.named(status),
                beginning());
        page = provenance.orders(
                search,
                PageRequest.of(ResourceId.parse(before).map(ResourceId::value), ROWS)
                        .in(getSorted().order()));
        authorities = Choices.of(catalogue.authorities(), authority);
        provisioners = Choices.of(catalogue.withAccounts(Ids.uuid(provisioner)), provisioner);
    }

    private Optional<Instant> beginning() {
        return SPANS.stream()
                .filter(span -> span.getKey().equals(since))
                .findFirst()
                .map(span -> clock.instant().minus(span.getValue()));
    }

    public List<OrderOverview> getRows() {
        return page.items();
    }

    /** Whether only some were asked for. */
    public boolean isFiltered() {
        return !(name + account + status + since + authority + provisioner).isBlank();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next(page.next().map(ResourceId::new).map(ResourceId::toString));
    }

    /** In which order; it can be turned round. */
    public SortedList getSorted() {
        return new SortedList(sort, this::address);
    }

    private PageAddress address() {
        return PageAddress.of("/orders")
                .with("name", name)
                .with("account", account)
                .with("status", status)
                .with("since", since)
                .with("authority", authority)
                .with("provisioner", provisioner);
    }

    /** How orders may stand, by their words. */
    public List<String> getStates() {
        return Arrays.stream(OrderSearch.State.values())
                .map(OrderSearch.State::word)
                .toList();
    }

    /** How far back one can look, by their words. */
    public List<String> getSpans() {
        return SPANS.stream().map(Map.Entry::getKey).toList();
    }

    /** The authorities whose orders one can look at alone: names by ids. */
    public Choices getAuthorities() {
        return authorities;
    }

    /** The same of provisioners. */
    public Choices getProvisioners() {
        return provisioners;
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

    public String getStatus() {
        return status;
    }

    public void setStatus(String status) {
        this.status = status;
    }

    public String getSince() {
        return since;
    }

    public void setSince(String since) {
        this.since = since;
    }

    public String getAuthority() {
        return authority;
    }

    public void setAuthority(String authority) {
        this.authority = authority;
    }

    public String getProvisioner() {
        return provisioner;
    }

    public void setProvisioner(String provisioner) {
        this.provisioner = provisioner;
    }

    public String getBefore() {
        return before;
    }

    public void setBefore(String before) {
        this.before = before;
    }
}
