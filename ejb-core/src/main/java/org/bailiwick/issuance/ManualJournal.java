package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.admin.AdminException;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.ca.CertificateNotIssuableException;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.manual.ManualRequest;
import org.bailiwick.manual.ManualRequests;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.provisioner.Provisioners;

/**
 * Step 1 of an issuance that an administrator asked for: what {@link IssuanceJournal} is for orders. Nobody proved that he
 * controls the names; the administrator answers for that, and everything else is checked alike.
 */
@Stateless
public class ManualJournal {

    /** As many as an order may have. */
    private static final int MOST_NAMES = 100;

    @Inject
    IssuanceAttempts attempts;

    @Inject
    ManualRequests requests;

    @Inject
    Provisioners provisioners;

    @Inject
    Accounts accounts;

    @Inject
    Clock clock;

    /**
     * A manual request that is being processed.
     *
     * @param request its id
     * @param journaled what is to be signed for it
     */
    public record Begun(UUID request, Journaled journaled) {}

    /**
     * Begins one. If anything is refused nothing was written.
     *
     * @throws AdminException {@code CONFLICT} if the provisioner is disabled, or the issuer cannot issue now; {@code
     *     INVALID} if it is no manual one, has no such profile, or there are too many names
     * @throws AcmeException {@code badCSR} if the request's key is an account's, a CA's or was compromised, {@code
     *     rejectedIdentifier} if a policy or the issuer's name constraints refuse a name, {@code malformed} if the validity
     *     cannot be had
     */
    public Begun begin(ManualApplication application, CertificationRequest request, ReadyIssuer issuer) {
        Instant now = clock.instant();
        Provisioner provisioner = provisioner(application.provisioner());
        CertificateProfile profile = profile(provisioner, application.profile());
        application.validity().requireWithin(profile, now);
        List<Identifier> identifiers = List.copyOf(request.identifiers());
        if (identifiers.size() > MOST_NAMES) {
            throw AdminException.invalid("The CSR has %d names, and a certificate has %d at most."
                    .formatted(identifiers.size(), MOST_NAMES));
        }
        accounts.requireFitForCertificate(request.subjectPublicKeyInfo());
        PreparedCertificate prepared = prepare(application, request, issuer, profile, now);
        ManualRequest made = new ManualRequest(
                provisioner.id(),
                application.administrator(),
                profile.name(),
                identifiers,
                KeyFingerprint.of(request.subjectPublicKeyInfo()),
                now);
        requests.add(made);
        return new Begun(
                made.id(),
                attempts.begin(provisioner.issuancePolicy(), issuer, Requester.ofManual(made.id()), prepared, now));
    }

    /** What it cannot become a certificate for is told: who reads it runs the authority. */
    private static PreparedCertificate prepare(
            ManualApplication application,
            CertificationRequest request,
            ReadyIssuer issuer,
            CertificateProfile profile,
            Instant now) {
        try {
            return issuer.prepare(
                    profile,
                    List.copyOf(request.identifiers()),
                    request.publicKey(),
                    application.validity(),
                    SerialNumber.random(),
                    now);
        } catch (CertificateNotIssuableException unsound) {
            throw AdminException.conflict(
                    "No certificate is made of this now; \"errors\" says why.", unsound.findings());
        }
    }

    /** It may have been switched off since it was asked for. */
    private Provisioner provisioner(UUID id) {
        Provisioner provisioner = provisioners.withId(id).orElseThrow(() -> AdminException.unknown("provisioner"));
        if (provisioner.kind() != ProvisionerKind.MANUAL) {
            throw AdminException.invalid(
                    "This provisioner is of the kind \"%s\"; certification requests go to one of the kind \"manual\"."
                            .formatted(provisioner.kind().word()));
        }
        if (!provisioner.enabled()) {
            throw AdminException.conflict("This provisioner is disabled; enable it, or take another one.");
        }
        return provisioner;
    }

    private CertificateProfile profile(Provisioner provisioner, Optional<String> name) {
        List<CertificateProfile> offered = provisioners.settingsOf(provisioner).profiles();
        if (name.isEmpty()) {
            return offered.get(0);
        }
        return offered.stream()
                .filter(profile -> profile.name().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> AdminException.invalid("This provisioner has no profile \"%s\"; it has %s."
                        .formatted(
                                Problem.printable(name.get()),
                                offered.stream().map(CertificateProfile::name).collect(Collectors.joining(", ")))));
    }
}
