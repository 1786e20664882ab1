package org.bailiwick.client.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.AuthorityAdministration;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.client.ClientDirectory;
import org.bailiwick.client.ClientSetup;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.KeyTerms;
import org.bailiwick.eab.administration.ExternalAccountKeyIssuance;
import org.bailiwick.provisioner.ProvisionerCatalogue;
import org.bailiwick.provisioner.ProvisionerOverview;

/**
 * What who sets up a client needs. Whose directories may be seen is asked by {@link ProvisionerCatalogue}, who may make keys
 * by {@link ExternalAccountKeyIssuance}.
 */
@Stateless
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class ClientAdministration {

    /** Nobody waits longer for a client; and what is asked of the database stays small. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    @Inject
    ProvisionerCatalogue provisioners;

    @Inject
    AuthorityAdministration authorities;

    @Inject
    ExternalAccountKeyIssuance keys;

    @Inject
    ProgressQueries queries;

    @Inject
    Clock clock;

    /**
     * A provisioner's directory.
     *
     * @throws AdminException {@code UNKNOWN}, also if it has none; {@code CONFLICT} if its settings are not for the server's mode
     */
    public ClientDirectory find(UUID provisioner) {
        ProvisionerOverview overview = provisioners.find(provisioner);
        if (overview.directory().isEmpty()) {
            throw AdminException.unknown("directory");
        }
        ProvisionerSettings settings = provisioners.settingsOf(provisioner);
        Optional<CertificateChain> chain = authorities.find(overview.authority()).issuers().stream()
                .filter(Issuer::active)
                .findFirst()
                .map(issuer -> CertificateChain.parse(issuer.chain()));
        URI terms = settings.termsOfService();
        return new ClientDirectory(
                provisioner,
                overview.name(),
                overview.authorityName(),
                overview.directory(),
                overview.rootUrl(),
                chain.map(CertificateChain::rootPem).orElse(""),
                chain.map(CertificateChain::rootSha256).orElse(""),
                settings.validation().ports().http01(),
                settings.validation().ports().tlsAlpn01(),
                settings.challenges().types().stream()
                        .map(ChallengeType::wireName)
                        .toList(),
                settings.externalAccount().ofNewAccounts(),
                terms == null ? null : terms.toString(),
                clock.instant());
    }

    /**
     * Makes a key for one account, which may be used with any MAC algorithm and never expires.
     *
     * @param reference whose it is
     * @return it with its secret, which nobody is shown again
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN} provisioner; {@code INVALID} reference; {@code CONFLICT} if it
     *     is taken
     * @throws org.bailiwick.hsm.TokenException if the token, or its key for secrets, is not there
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.EAB_OPERATOR})
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public ClientSetup.Key createKey(UUID provisioner, String reference) {
        IssuedKey issued = keys.create(provisioner, terms(reference));
        return new ClientSetup.Key(issued.key().id().toString(), issued.secret().base64url());
    }

    private static KeyTerms terms(String reference) {
        try {
            return new KeyTerms(
                    reference,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    KeyTerms.ALL_MACS,
                    1,
                    List.of(),
                    Optional.empty());
        } catch (IllegalArgumentException cannotBe) {
            throw AdminException.invalid(String.valueOf(cannotBe.getMessage()));
        }
    }

    /**
     * What clients did at a provisioner. EAB operators see what the client of a key did, without what leads to its order.
     *
     * @param key the client's external account key; empty for whatever client
     * @param since from when on, at most a day ago
     * @throws AdminException {@code UNKNOWN}; {@code FORBIDDEN} for an EAB operator who names no key
     */
    public ClientProgress progress(UUID provisioner, Optional<ResourceId> key, Instant since) {
        UUID known = provisioners.find(provisioner).id();
        boolean everything = queries.mayOpenOrders();
        if (!everything && key.isEmpty()) {
            throw AdminException.forbidden("An EAB operator sees how far the client of an external account key is.");
        }
        Instant now = clock.instant();
        Instant earliest = now.minus(LONGEST_WAIT);
        Instant from = since.isBefore(earliest) ? earliest : since;
        Optional<UUID> account = key.map(ResourceId::value);
        return ClientProgress.of(
                queries.account(known, account, from),
                queries.order(known, account, from, false),
                queries.order(known, account, from, true),
                everything,
                now);
    }
}
