package org.bailiwick.admin.web.key;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.Choices;
import org.bailiwick.admin.web.FileAnswer;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.admin.web.SortedList;
import org.bailiwick.eab.ExternalAccountKeyStatus;
import org.bailiwick.eab.KeyTerms;
import org.bailiwick.eab.administration.ExternalAccountKeyService;
import org.bailiwick.eab.administration.KeyColumn;
import org.bailiwick.eab.administration.KeyOverview;
import org.bailiwick.eab.administration.KeySearch;

/** The list of external account keys, to be looked at or as a file. What is looked for is all in the page's address. */
@Named
@RequestScoped
public class KeysView {

    private static final int ROWS = 40;

    @Inject
    ExternalAccountKeyService keys;

    @Inject
    KeyExportFile exports;

    @Inject
    FileAnswer answer;

    private String provisioner = "";
    private String text = "";
    private String status = "";
    private String sort = "";
    private String before = "";
    private Choices provisioners = Choices.NONE;
    private Page<KeyOverview> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        provisioners = Choices.of(keys.provisioners(), provisioner);
        page = keys.overviews(
                search(),
                PageRequest.of(ResourceId.parse(before).map(ResourceId::value), ROWS)
                        .in(getSorted().order()));
    }

    public void export() {
        answer.send("text/csv;charset=UTF-8", KeyExportFile.NAME, exports.of(search()));
    }

    private KeySearch search() {
        Optional<String> wanted = Optional.of(text.strip()).filter(some -> !some.isEmpty());
        if (wanted.filter(some -> some.length() > KeyTerms.REFERENCE_LENGTH
                        || some.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw AdminException.invalid("No reference or owner is like that; look for a part of one.");
        }
        return new KeySearch(
                Optional.of(provisioner).filter(some -> !some.isEmpty()).map(some -> Ids.uuid(some)
                        .orElseThrow(() -> AdminException.invalid("There is no such provisioner."))),
                wanted,
                Optional.of(status).filter(some -> !some.isEmpty()).map(KeysView::status));
    }

    private static ExternalAccountKeyStatus status(String word) {
        return Arrays.stream(ExternalAccountKeyStatus.values())
                .filter(each -> word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> AdminException.invalid("No key is ever in that state."));
    }

    private static String word(ExternalAccountKeyStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    public List<KeyOverview> getRows() {
        return page.items();
    }

    /** Where the next page is; empty at the end. */
    public String getNext() {
        return getSorted().next(page.next().map(ResourceId::new).map(ResourceId::toString));
    }

    /** In which order, and by what it can be sorted. */
    public SortedList getSorted() {
        return new SortedList(sort, this::address, KeyColumn.values());
    }

    private PageAddress address() {
        return PageAddress.of("/keys")
                .with("provisioner", provisioner)
                .with("text", text)
                .with("status", status);
    }

    /** Whether less than all keys are looked for. */
    public boolean isNarrowed() {
        return !provisioner.isEmpty() || !text.isBlank() || !status.isEmpty();
    }

    /** Where keys can be, to choose one from. */
    public Choices getProvisioners() {
        return provisioners;
    }

    /** The words of all states. */
    public List<String> getStates() {
        return Arrays.stream(ExternalAccountKeyStatus.values())
                .map(KeysView::word)
                .toList();
    }

    public String getProvisioner() {
        return provisioner;
    }

    public void setProvisioner(String provisioner) {
        this.provisioner = provisioner;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
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

    public String getBefore() {
        return before;
    }

    public void setBefore(String before) {
        this.before = before;
    }
}
