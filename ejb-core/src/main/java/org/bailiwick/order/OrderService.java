package org.bailiwick.order;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.OfferedChallenges;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.ca.CertificateId;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.certificate.NoSuchCertificateException;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.limit.RateLimit;
import org.bailiwick.limit.RateLimiter;
import org.bailiwick.limit.RateLimits;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.Provisioners;

/** newOrder and order (RFC 8555 §7.4). */
@Stateless
public class OrderService {

    /** How long a client has to meet its challenges and finalize. */
    private static final Duration LIFETIME = Duration.ofDays(7);

    /** The orders on one page of a list. */
    private static final int PAGE = 50;

    @Inject
    Orders orders;

    @Inject
    Provisioners provisioners;

    @Inject
    RateLimiter limiter;

    @Inject
    Certificates certificates;

    @Inject
    Clock clock;

    /**
     * newOrder.
     *
     * @throws AcmeException {@code invalidProfile} if the profile is not offered, {@code malformed} if it does not allow the
     *     validity, {@code rejectedIdentifier} if the profile takes no names of its kind, a policy refuses it or no challenge
     *     that is offered can prove it,
     *     {@code malformed} or {@code alreadyReplaced} if the certificate that it is to replace cannot be replaced by this
     *     order, {@code rateLimited}
     * @throws NoSuchCertificateException if the account has no such certificate
     */
    public Order create(Account account, OrderRequest request) {
        Instant now = clock.instant();
        Provisioner provisioner = account.provisioner();
        ProvisionerSettings settings = provisioners.settingsOf(provisioner);
        List<String> names =
                request.identifiers().stream().map(Identifier::baseName).toList();
        countOrder(settings.limits(), account, names);
        CertificateProfile profile = profile(offered(account, settings), request);
        request.validity().requireWithin(profile, now);
        requireGrantable(provisioner, request);
        profile.requireTaken(request.identifiers());
        requirePermitted(account, request, profile);
        OfferedChallenges offered = settings.challenges();
        offered.requireFor(request.identifiers());
        limiter.require(settings.limits(), RateLimit.NAME, provisioner.id(), names);
        String directory = provisioner.authority().name() + "/" + provisioner.name();
        limiter.take(settings.limits(), RateLimit.PROVISIONER, provisioner.id(), directory);
        Order order = new Order(account.id(), request, profile, offered.types(), now, LIFETIME);
        request.replaces().ifPresent(id -> order.replace(id, predecessor(account, order, id, now)));
        orders.add(order);
        return order;
    }

    /**
     * All names that are refused are told together, whatever is wrong with each (RFC 8555 §6.7.1). The common name that the
     * certificate would show is judged, too: finalize would refuse it, whatever the client proved.
     */
    private static void requirePermitted(Account account, OrderRequest request, CertificateProfile profile) {
        account.issuancePolicy().decide(profile.names(request.identifiers())).orRefuse(request.refused());
    }

    /** What another CA makes is asked for by the client's own request, which has no place for a validity. */
    private static void requireGrantable(Provisioner provisioner, OrderRequest request) {
        if (provisioner.authority().upstream() && !request.validity().equals(RequestedValidity.NONE)) {
            throw new AcmeException(
                    ProblemType.MALFORMED.problem(
                            "This authority has its certificates of another CA, which decides from when to when they are valid; leave \"notBefore\" and \"notAfter\" out."));
        }
    }

    private void countOrder(RateLimits limits, Account account, List<String> names) {
        UUID id = account.id().value();
        limiter.take(limits, RateLimit.NEW_ORDER, id, account.id().toString());
        limiter.require(limits, RateLimit.FAILED_VALIDATION, id, names);
    }

    /** Those of the provisioner; of an account that is bound to an external account key those that the key names, as it does. */
    private static List<CertificateProfile> offered(Account account, ProvisionerSettings settings) {
        List<String> named =
                account.externalAccountKey().map(ExternalAccountKey::profiles).orElse(List.of());
        if (named.isEmpty()) {
            return settings.profiles();
        }
        List<CertificateProfile> offered = named.stream()
                .flatMap(name -> settings.profiles().stream()
                        .filter(profile -> profile.name().equals(name)))
                .toList();
        if (offered.isEmpty()) {
            throw new AcmeException(
                    ProblemType.INVALID_PROFILE.problem(
                            "None of the profiles of your external account key is offered here any more; ask whoever gave it to you."));
        }
        return offered;
    }

    private static CertificateProfile profile(List<CertificateProfile> offered, OrderRequest request) {
        return request.profile()
                .map(name -> offered.stream()
                        .filter(profile -> profile.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new AcmeException(ProblemType.INVALID_PROFILE.problem(
                                "There is no profile \"%s\" for this account; it may ask for %s."
                                        .formatted(Problem.printable(name), names(offered))))))
                .orElse(offered.get(0));
    }

    private static String names(List<CertificateProfile> profiles) {
        return String.join(", ", profiles.stream().map(CertificateProfile::name).toList());
    }

    /**
     * A page of an account's orders list (RFC 8555 §7.1.2.1).
     *
     * @param after the position that the page before gave; empty for the first page
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public OrdersList list(ResourceId account, Optional<ResourceId> after) {
        return orders.newestOf(account, after, PAGE, clock.instant());
    }

    /** RFC 9773 §5: the same account, a name in common, and no other order but such as came to nothing. */
    private ResourceId predecessor(Account account, Order order, CertificateId id, Instant now) {
        Certificate certificate = certificates
                .named(account.provisioner().authority().id(), id)
                .filter(found -> found.account().filter(account.id()::equals).isPresent())
                .orElseThrow(() -> new NoSuchCertificateException(
                        "\"replaces\" names no certificate of this account; leave it out, or name the account's own."));
        List<Identifier> names = certificate.contents().orElseThrow().identifiers();
        if (order.identifiers().stream().noneMatch(names::contains)) {
            throw new AcmeException(ProblemType.MALFORMED.problem(
                    "\"replaces\" names a certificate that has no name in common with this order (RFC 9773 §5)."));
        }
        Certificate locked = certificates.lock(certificate);
        if (certificates.isReplaced(locked.id())
                || orders.replacing(locked.id(), now).stream()
                        .anyMatch(other -> other.statusAt(now) != OrderStatus.INVALID)) {
            throw new TooLateException(
                    ProblemType.ALREADY_REPLACED.problem(
                            "Another order replaces that certificate already; go on with that one, or leave \"replaces\" out."));
        }
        return locked.id();
    }

    /** An account's order. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Order> find(ResourceId account, ResourceId id) {
        return orders.ownedBy(account, id);
    }
}
