package org.bailiwick.admin.web.account;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.authorization.AccountAdministration;
import org.bailiwick.certificate.CertificateAdministration;
import org.bailiwick.certificate.CertificateCriteria;
import org.bailiwick.certificate.CertificateOverview;
import org.bailiwick.order.OrderSearch;
import org.bailiwick.provenance.AccountDetails;
import org.bailiwick.provenance.OrderOverview;
import org.bailiwick.provenance.ProvenanceAdministration;
import org.jspecify.annotations.Nullable;

/** An ACME account: its key and contacts, what it ordered last, and its end. */
@Named
@ViewScoped
public class AccountView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int ROWS = 10;

    @Inject
    ProvenanceAdministration provenance;

    @Inject
    CertificateAdministration certificates;

    @Inject
    AccountAdministration accounts;

    @Inject
    Notices notices;

    private String id = "";
    private @Nullable AccountDetails account;
    private List<OrderOverview> orders = List.of();
    private List<CertificateOverview> issued = List.of();
    private String typed = "";

    public void load() {
        ResourceId resource = resource();
        account = provenance.account(resource);
        orders = provenance
                .orders(OrderSearch.ofAccount(resource), PageRequest.of(Optional.empty(), ROWS))
                .items();
        issued = certificates
                .list(CertificateCriteria.ofAccount(resource), ListOrder.NEWEST, Optional.empty(), ROWS)
                .items();
    }

    public String deactivate() {
        if (!typed.strip().equals(id)) {
            throw AdminException.invalid("What you typed is not the id of this account, so nothing was deactivated.");
        }
        accounts.deactivate(resource());
        notices.tell(AccountView.class, "deactivated", id);
        return "/account?faces-redirect=true&includeViewParams=true";
    }

    public @Nullable AccountDetails getAccount() {
        return account;
    }

    /** The newest. */
    public List<OrderOverview> getOrders() {
        return orders;
    }

    /** The newest certificates. */
    public List<CertificateOverview> getIssued() {
        return issued;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(String typed) {
        this.typed = typed;
    }

    private ResourceId resource() {
        return Ids.resource("account", id);
    }
}
