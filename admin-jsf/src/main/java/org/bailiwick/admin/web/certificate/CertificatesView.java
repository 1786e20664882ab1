package org.bailiwick.admin.web.certificate;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bailiwick.admin.web.Choices;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.certificate.CertificateAdministration;
import org.bailiwick.certificate.CertificateColumn;
import org.bailiwick.certificate.CertificateList;
import org.bailiwick.certificate.CertificateOverview;
import org.bailiwick.certificate.CertificatePosition;
import org.bailiwick.certificate.CertificateState;
import org.bailiwick.provisioner.ProvisionerCatalogue;

/** The list of certificates, and the search in it. It is all in the page's address. */
@Named
@RequestScoped
public class CertificatesView {

    private static final int ROWS = 50;

    @Inject
    CertificateAdministration certificates;

    @Inject
    ProvisionerCatalogue catalogue;

    private String by = CertificateFilter.By.BELOW.word();
    private String text = "";
    private String state = "";
    private String before = "";
    private String account = "";
    private String key = "";
    private String authority = "";
    private String relayed = "";
    private Choices authorities = Choices.NONE;
    private String sort = "";
    private String after = "";
    private CertificateList list = new CertificateList(List.of(), Optional.empty());

    public void load() {
        authorities = Choices.of(catalogue.authorities(), authority);
        list = certificates.list(filter().criteria(), getSorted().order(), CertificatePosition.parse(after), ROWS);
    }

    public List<CertificateOverview> getRows() {
        return list.items();
    }

    /** What the text may be. */
    public List<String> getKinds() {
        return CertificateFilter.kinds();
    }

    public List<String> getStates() {
        return Arrays.stream(CertificateState.values())
                .map(CertificateState::word)
                .toList();
    }

    /** Whether only some were asked for. */
    public boolean isFiltered() {
        return !filter().isEmpty();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next("after", list.next().map(CertificatePosition::toString));
    }

    /** In which order, and by what it can be sorted. */
    public SortedList getSorted() {
        return new SortedList(sort, this::address, CertificateColumn.values());
    }

    private PageAddress address() {
        return PageAddress.of("/certificates")
                .with("q", text)
                .with("by", text.isBlank() ? "" : by)
                .with("state", state)
                .with("before", before)
                .with("account", account)
                .with("key", key)
                .with("authority", authority)
                .with("relayed", relayed);
    }

    private CertificateFilter filter() {
        return new CertificateFilter(by, text, state, before, account, key, authority, relayed);
    }

    public String getBy() {
        return by;
    }

    public void setBy(String by) {
        this.by = by;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    public String getState() {
        return state;
    }

    public void setState(String state) {
        this.state = state;
    }

    public String getBefore() {
        return before;
    }

    public void setBefore(String before) {
        this.before = before;
    }

    public String getAccount() {
        return account;
    }

    public void setAccount(String account) {
        this.account = account;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public String getAuthority() {
        return authority;
    }

    public void setAuthority(String authority) {
        this.authority = authority;
    }

    /** The id of the registration authority whose one looks at alone; empty for any or none. */
    public String getRelayed() {
        return relayed;
    }

    public void setRelayed(String relayed) {
        this.relayed = relayed;
    }

    /** The authorities whose certificates one can look at alone: names by ids. */
    public Choices getAuthorities() {
        return authorities;
    }

    public String getSort() {
        return sort;
    }

    public void setSort(String sort) {
        this.sort = sort;
    }

    public String getAfter() {
        return after;
    }

    public void setAfter(String after) {
        this.after = after;
    }
}
