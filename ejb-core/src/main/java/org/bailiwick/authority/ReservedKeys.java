package org.bailiwick.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.util.Set;
import java.util.stream.Collectors;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.TokenKey;

/**
 * The server's own keys, which no authority may have: that of the audit log, that which keeps secrets, those of OCSP
 * responders, and those by which it asks other CAs. Whoever makes certificates must not sign what proves that they were made. Their labels are taken in every
 * token, since one token may be among the settings under several names; and a key that bears one of these labels is
 * known by its public half, whatever label it is asked for by.
 */
@ApplicationScoped
public class ReservedKeys {

    /** What the labels of keys begin with by which this server asks another CA for certificates. */
    public static final String OF_UPSTREAM = "upstream-";

    private static final String OF_RESPONDERS = "ocsp-";

    @Inject
    OpenToken tokens;

    @Inject
    TokenCalls calls;

    @Inject
    Settings settings;

    /** Whether a label begins as those of keys do that the server makes for itself. */
    public boolean isOfServer(String label) {
        return label.startsWith(OF_RESPONDERS) || label.startsWith(OF_UPSTREAM);
    }

    /**
     * Demands that a label is none of the server's own.
     *
     * @throws IllegalArgumentException if it is; the message is a clause
     */
    public void requireFreeLabel(String label) {
        if (label.startsWith(OF_RESPONDERS)) {
            throw new IllegalArgumentException(
                    "keys whose labels begin with \"%s\" are those of OCSP responders".formatted(OF_RESPONDERS));
        }
        if (label.startsWith(OF_UPSTREAM)) {
            throw new IllegalArgumentException(
                    "keys whose labels begin with \"%s\" are those by which other CAs are asked"
                            .formatted(OF_UPSTREAM));
        }
        if (label.equals(settings.auditKey())) {
            throw new IllegalArgumentException("the key \"%s\" is the audit log's own".formatted(label));
        }
        if (label.equals(settings.tokenSecretsKey())) {
            throw new IllegalArgumentException("the key \"%s\" is the one that keeps secrets".formatted(label));
        }
    }

    /**
     * The server's own key pairs in its own token. Calls that: not to be used within a transaction, nor within a call.
     *
     * @throws TokenException if it is away: nobody can tell then whose a key is
     */
    public Set<KeyFingerprint> ofServer() {
        Pkcs11Token own = tokens.get();
        return calls.begin(() -> in(own)).await();
    }

    /**
     * Demands that a key is none of the server's own.
     *
     * @param own those of the server's own token, see {@link #ofServer}
     * @param here the token that the key is in; it is called
     * @param label what the key was asked for by
     * @throws IllegalArgumentException if it is; the message is a clause
     */
    public void requireFree(Set<KeyFingerprint> own, Pkcs11Token here, String label, PublicKey publicKey) {
        requireFreeLabel(label);
        KeyFingerprint key = KeyFingerprint.of(publicKey.getEncoded());
        if (own.contains(key) || in(here).contains(key)) {
            throw new IllegalArgumentException(
                    "the key \"%s\" is one of the server's own, the audit log's, an OCSP responder's or that of a request to another CA"
                            .formatted(label));
        }
    }

    /**
     * Demands that a key is in the server's own token, is that of the first certificate of a chain, and none of the server's
     * own.
     *
     * @throws TokenException if the token or the key in it cannot be used
     * @throws IllegalArgumentException if the key is another's, or the server's own
     */
    public void requireKey(CertificateChain chain, String keyLabel) {
        requireFreeLabel(keyLabel);
        Pkcs11Token here = tokens.get();
        calls.begin(() -> {
                    CaSigner signer = here.signer(keyLabel);
                    requireFree(Set.of(), here, keyLabel, signer.publicKey());
                    return new CertificateIssuer(chain, signer);
                })
                .await();
    }

    private Set<KeyFingerprint> in(Pkcs11Token token) {
        return token.keys().stream()
                .filter(this::isOurs)
                .flatMap(key -> key.certificate().stream())
                .map(certificate -> KeyFingerprint.of(certificate.getPublicKey().getEncoded()))
                .collect(Collectors.toSet());
    }

    private boolean isOurs(TokenKey key) {
        return key.isLabelled(settings.auditKey()) || isOfServer(key.label()) || isOfServer(key.certificateLabel());
    }
}
