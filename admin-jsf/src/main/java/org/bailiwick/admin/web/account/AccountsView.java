package org.bailiwick.admin.web.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bailiwick.account.AccountSearch;
import org.bailiwick.account.AccountStatus;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.Choices;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SearchText;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.provenance.AccountDetails;
import org.bailiwick.provenance.ProvenanceAdministration;
import org.bailiwick.provisioner.ProvisionerCatalogue;

/** The list of ACME accounts. It is all in the page's address. */
@Named
@RequestScoped
public class AccountsView {

    private static final int ROWS = 50;

    @Inject
    ProvenanceAdministration provenance;

    @Inject
    ProvisionerCatalogue catalogue;

    private String contact = "";
    private String thumbprint = "";
    private String key = "";
    private String status = "";
    private String provisioner = "";
    private Choices provisioners = Choices.NONE;
    private String sort = "";
    private String before = "";
    private Page<AccountDetails> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        AccountSearch search = new AccountSearch(
                Optional.empty(),
                Ids.uuid(provisioner),
                SearchText.of(contact),
                SearchText.of(thumbprint),
                SearchText.id(key),
                Arrays.stream(AccountStatus.values())
                        .filter(each -> word(each).equals(status))
                        .findFirst());
        page = provenance.accounts(
                search,
                PageRequest.of(ResourceId.parse(before).map(ResourceId::value), ROWS)
                        .in(getSorted().order()));
        provisioners = Choices.of(catalogue.withAccounts(Ids.uuid(provisioner)), provisioner);
    }

    public List<AccountDetails> getRows() {
        return page.items();
    }

    public List<String> getStatuses() {
        return Arrays.stream(AccountStatus.values()).map(AccountsView::word).toList();
    }

    /** Whether only some were asked for. */
    public boolean isFiltered() {
        return !(contact + thumbprint + key + status + provisioner).isBlank();
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
        return PageAddress.of("/accounts")
                .with("contact", contact)
                .with("thumbprint", thumbprint)
                .with("key", key)
                .with("status", status)
                .with("provisioner", provisioner);
    }

    private static String word(AccountStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    public String getContact() {
        return contact;
    }

    public void setContact(String contact) {
        this.contact = contact;
    }

    public String getThumbprint() {
        return thumbprint;
    }

    public void setThumbprint(String thumbprint) {
        this.thumbprint = thumbprint;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public String getStatus() {
        return status;
    }

    public void setStatus(String status) {
        this.status = status;
    }

    public String getSort() {
        return sort;
    }

    public void setSort(String sort) {
        this.sort = sort;
    }

    public String getProvisioner() {
        return provisioner;
    }

    public void setProvisioner(String provisioner) {
        this.provisioner = provisioner;
    }

    /** The provisioners whose accounts one can look at alone: names by ids. */
    public Choices getProvisioners() {
        return provisioners;
    }

    public String getBefore() {
        return before;
    }

    public void setBefore(String before) {
        this.before = before;
    }
}
