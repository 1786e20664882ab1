package org.bailiwick.provenance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountSearch;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.authorization.AccountAdministration;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.authorization.AuthorizationStatus;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateAdministration;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderAdministration;
import org.bailiwick.order.OrderSearch;

/**
 * What happened between an account and a certificate, to be looked at. Whose it is is asked of the services that have it: of
 * another team's there is nothing.
 */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
public class ProvenanceAdministration {

    /** Of that many of a certificate's names it is said what the policies say. */
    static final int JUDGED_NAMES = 10;

    @Inject
    CertificateAdministration certificates;

    @Inject
    OrderAdministration orders;

    @Inject
    AccountAdministration accounts;

    @Inject
    CertificateBackground background;

    @Inject
    Clock clock;

    /**
     * Why a certificate was issued.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Provenance certificate(ResourceId id) {
        Instant now = clock.instant();
        Certificate certificate = certificates.find(id);
        List<SubjectName> names =
                certificate.contents().map(EndEntityCertificate::names).orElse(List.of());
        return new Provenance(
                CertificateDetails.of(certificate, certificates.authorityOf(certificate), now),
                IssuingCertificate.of(certificates.issuersOf(certificate)),
                certificate
                        .order()
                        .map(order -> OrderDetails.of(orders.find(order), now))
                        .orElse(null),
                certificate
                        .account()
                        .map(account -> AccountDetails.of(accounts.find(account), now))
                        .orElse(null),
                background.relay(certificate),
                background.judged(certificate, names.subList(0, Math.min(JUDGED_NAMES, names.size()))),
                Math.max(0, names.size() - JUDGED_NAMES));
    }

    /** Orders, the newest first. */
    public Page<OrderOverview> orders(OrderSearch search, PageRequest request) {
        Instant now = clock.instant();
        return orders.find(search, request).map(found -> OrderOverview.of(found, now));
    }

    /**
     * An order, and how one of its names was validated.
     *
     * @param number which name, the first is 1; empty, or one that is not there, for the first that failed, or else the first
     * @throws AdminException {@code UNKNOWN}
     */
    public OrderTrace order(ResourceId id, Optional<Integer> number) {
        Instant now = clock.instant();
        Order order = orders.find(id);
        Account account = accounts.find(order.account());
        OrderDetails details = OrderDetails.of(order, now);
        List<Authorization> authorizations = order.authorizations();
        int chosen = number.filter(each -> each >= 1 && each <= authorizations.size())
                .orElseGet(() -> firstFailed(authorizations, now));
        return new OrderTrace(
                details,
                AccountDetails.of(account, now),
                details.authorizations().get(chosen - 1),
                authorizations.get(chosen - 1).challenges().stream()
                        .map(challenge -> ChallengeDetails.of(challenge, account.keyThumbprint()))
                        .toList());
    }

    private static int firstFailed(List<Authorization> authorizations, Instant now) {
        for (int i = 0; i < authorizations.size(); i++) {
            if (authorizations.get(i).statusAt(now) == AuthorizationStatus.INVALID) {
                return i + 1;
            }
        }
        return 1;
    }

    /** Accounts, the newest first. */
    public Page<AccountDetails> accounts(AccountSearch search, PageRequest request) {
        Instant now = clock.instant();
        return accounts.search(search, request).map(account -> AccountDetails.of(account, now));
    }

    /**
     * An account.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public AccountDetails account(ResourceId id) {
        return AccountDetails.of(accounts.find(id), clock.instant());
    }
}
