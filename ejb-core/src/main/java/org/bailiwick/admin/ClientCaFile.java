package org.bailiwick.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.config.InvalidSettingException;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;

/** The file with the CAs that administrators' certificates must be from: one or several certificates in PEM. */
public final class ClientCaFile {

    private ClientCaFile() {}

    /**
     * Reads it, if administrators may come in by certificates.
     *
     * @return the CAs; none if administrators may not
     * @throws InvalidSettingException if there is no such file, it has something else, or one of them is no CA's
     */
    public static List<X509Certificate> read(Settings settings) {
        return settings.adminClientCertificates() ? read(settings.adminClientCa()) : List.of();
    }

    private static List<X509Certificate> read(Path file) {
        List<X509Certificate> cas = new ArrayList<>();
        try (InputStream pem = Files.newInputStream(file)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                if (!(each instanceof X509Certificate ca) || !ClientCertificateChecks.isOfCa(ca)) {
                    throw invalid(file, "a certificate in it is not a CA's");
                }
                cas.add(ca);
            }
        } catch (IOException | CertificateException unreadable) {
            throw invalid(file, "it cannot be read as certificates in PEM");
        }
        if (cas.isEmpty()) {
            throw invalid(file, "there is no certificate in it");
        }
        return List.copyOf(cas);
    }

    private static InvalidSettingException invalid(Path file, String because) {
        return new InvalidSettingException(
                "The file %s, which %s names, must have the certificates of the CAs of your administrators: %s."
                        .formatted(file, Setting.ADMIN_CLIENT_CA.key(), because));
    }
}
