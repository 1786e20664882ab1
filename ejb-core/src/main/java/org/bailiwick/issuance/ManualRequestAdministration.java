package org.bailiwick.issuance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.ca.CsrText;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateAdministration;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.manual.ManualRequest;
import org.bailiwick.manual.ManualRequests;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.Provisioners;

/** Manual requests, for administrators. */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
public class ManualRequestAdministration {

    private static final String THING = "manual request";

    @Inject
    ManualIssuance issuance;

    @Inject
    ManualRequests requests;

    @Inject
    Provisioners provisioners;

    @Inject
    CertificateAdministration certificates;

    @Inject
    Caller caller;

    /**
     * A manual request, with what it came to.
     *
     * @param certificate once it is there
     * @param chain PEM, the certificate and those above it but the root
     */
    public record Answered(ManualRequest request, Optional<Certificate> certificate, Optional<String> chain) {}

    /**
     * Asks for a certificate for the names in a certification request. Asking again with the same one makes another
     * certificate.
     *
     * @param provisioner a manual one
     * @param csr PKCS#10 in PEM, or DER in base64url
     * @param profile the name of a profile; empty for the provisioner's first
     * @param validity when the certificate is to be valid, within the profile
     * @return the request: with its certificate; or processing, if the token is slow or away, and then it ends by itself
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN} provisioner; {@code INVALID} if it is no manual one, or
     *     there is no such profile; {@code CONFLICT} if it is disabled or its authority cannot issue now
     * @throws AcmeException if the CSR, its key or a name is refused, or the validity cannot be had
     * @throws TokenException if the token was never there; nothing was written
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Answered request(UUID provisioner, String csr, Optional<String> profile, RequestedValidity validity) {
        Provisioner at = own(provisioner, "provisioner");
        if (at.authority().upstream()) {
            throw AdminException.conflict(
                    "This authority has its certificates of another CA, which is asked for orders of ACME clients only.");
        }
        UUID made = issuance.issue(
                new ManualApplication(provisioner, caller.id(), profile, validity),
                at.authority().id(),
                CsrText.der(csr));
        return find(made);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public Answered find(UUID id) {
        ManualRequest request = requests.withId(id).orElseThrow(() -> AdminException.unknown(THING));
        own(request.provisioner(), THING);
        return new Answered(
                request,
                request.certificate().map(certificates::find),
                request.certificate().map(certificates::chain));
    }

    /**
     * Those of all provisioners and administrators, or of one.
     *
     * @param provisioner only those that were submitted there
     * @param administrator only those that were let in by this bearer token or client certificate
     * @throws AdminException {@code UNKNOWN} if that provisioner is
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public Page<ManualRequest> list(Optional<UUID> provisioner, Optional<UUID> administrator, PageRequest request) {
        provisioner.ifPresent(id -> own(id, "provisioner"));
        return requests.page(caller.team(), provisioner, administrator, request);
    }

    private Provisioner own(UUID provisioner, String thing) {
        Provisioner found = provisioners.withId(provisioner).orElseThrow(() -> AdminException.unknown(thing));
        caller.requireTeam(found.authority().team(), thing);
        return found;
    }
}
