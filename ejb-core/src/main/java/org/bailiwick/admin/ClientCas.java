package org.bailiwick.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.bailiwick.config.InvalidSettingException;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;

/** The CAs that administrators' certificates must be from: those in a file, as it was at the start. */
@ApplicationScoped
public class ClientCas {

    @Inject
    Settings settings;

    private volatile List<X509Certificate> trusted = List.of();

    /**
     * Reads them, if administrators may come in by certificates.
     *
     * @return them; none if administrators may not
     * @throws InvalidSettingException as {@link ClientCaFile#read(Settings)}
     */
    public List<X509Certificate> load() {
        trusted = ClientCaFile.read(settings);
        return trusted;
    }

    /**
     * Demands of a certificate that is to be registered that one of them issued it, itself: it comes alone, and so it need not
     * be believed that its owner will show a chain.
     *
     * @throws AdminException {@code INVALID}
     */
    void requireIssued(ClientCertificate shown, Instant now) {
        if (trusted.isEmpty()) {
            throw AdminException.invalid(
                    "This server lets nobody in by certificate; %s=true would open the port for that."
                            .formatted(Setting.ADMIN_CLIENT_CERTIFICATES.key()));
        }
        try {
            PKIXParameters rules = new PKIXParameters(
                    trusted.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toSet()));
            rules.setRevocationEnabled(false);
            rules.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(List.of(shown.certificate())),
                            rules);
        } catch (GeneralSecurityException invalid) {
            throw AdminException.invalid(
                    "None of the CAs in the file that %s names has issued this certificate itself, so it cannot come in."
                            .formatted(Setting.ADMIN_CLIENT_CA.key()));
        }
    }
}
