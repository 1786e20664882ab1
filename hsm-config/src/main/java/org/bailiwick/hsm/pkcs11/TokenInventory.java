package org.bailiwick.hsm.pkcs11;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bailiwick.hsm.pkcs11.Cryptoki.Attribute;
import org.bailiwick.hsm.pkcs11.Cryptoki.ObjectClass;

/**
 * Reads which keys a token holds, and the certificates that belong to them: same CKA_ID.
 *
 * <p>{@code KeyStore} could list keys too, but not two with one label, nor attributes, and it takes the first
 * certificate with the right subject for the issuer, which after a roll-over is the wrong one.
 */
final class TokenInventory {

    private record Certificate(String id, String label, X509Certificate x509) {}

    private final Cryptoki.Session session;
    private final List<Certificate> certificates = new ArrayList<>();

    private TokenInventory(Cryptoki.Session session) {
        this.session = session;
    }

    static List<TokenKey> read(Cryptoki.Session session) throws GeneralSecurityException {
        TokenInventory inventory = new TokenInventory(session);
        inventory.readCertificates();
        return inventory.readKeys();
    }

    static List<SecretTokenKey> readSecretKeys(Cryptoki.Session session) throws CryptokiException {
        List<SecretTokenKey> keys = new ArrayList<>();
        for (long object : session.find(ObjectClass.SECRET_KEY)) {
            keys.add(new SecretTokenKey(
                    HexFormat.of().formatHex(session.octets(object, Attribute.ID)),
                    session.text(object, Attribute.LABEL),
                    SecretTokenKey.type(
                            session.number(object, Attribute.KEY_TYPE), session.number(object, Attribute.VALUE_LENGTH)),
                    session.flag(object, Attribute.SENSITIVE, false),
                    session.flag(object, Attribute.ALWAYS_SENSITIVE, false),
                    session.flag(object, Attribute.EXTRACTABLE, true),
                    session.flag(object, Attribute.NEVER_EXTRACTABLE, false),
                    session.flag(object, Attribute.ENCRYPT, false) && session.flag(object, Attribute.DECRYPT, false)));
        }
        return keys;
    }

    private void readCertificates() throws GeneralSecurityException {
        CertificateFactory x509 = CertificateFactory.getInstance("X.509");
        for (long object : session.find(ObjectClass.CERTIFICATE)) {
            try {
                byte[] der = session.octets(object, Attribute.VALUE);
                certificates.add(new Certificate(id(object), session.text(object, Attribute.LABEL), (X509Certificate)
                        x509.generateCertificate(new ByteArrayInputStream(der))));
            } catch (CertificateException notOurs) {
                // Other programs may keep other things in the token: what cannot be parsed belongs to no CA key.
            }
        }
    }

    private List<TokenKey> readKeys() throws GeneralSecurityException {
        List<TokenKey> keys = new ArrayList<>();
        for (long object : session.find(ObjectClass.PRIVATE_KEY)) {
            String id = id(object);
            Optional<Certificate> own = certificates.stream()
                    .filter(certificate -> !id.isEmpty() && certificate.id().equals(id))
                    .findFirst();
            keys.add(new TokenKey(
                    id,
                    session.text(object, Attribute.LABEL),
                    own.map(Certificate::label).orElse(""),
                    own.map(certificate -> chainOf(certificate.x509())).orElse(List.of()),
                    session.flag(object, Attribute.SENSITIVE, false),
                    session.flag(object, Attribute.ALWAYS_SENSITIVE, false),
                    session.flag(object, Attribute.EXTRACTABLE, true),
                    session.flag(object, Attribute.NEVER_EXTRACTABLE, false),
                    session.flag(object, Attribute.SIGN, false)));
        }
        return keys;
    }

    private String id(long object) throws CryptokiException {
        return HexFormat.of().formatHex(session.octets(object, Attribute.ID));
    }

    private List<X509Certificate> chainOf(X509Certificate first) {
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next = Optional.of(first);
        while (next.isPresent() && !chain.contains(next.get())) {
            X509Certificate last = next.get();
            chain.add(last);
            next = isSelfIssued(last) ? Optional.empty() : issuerOf(last);
        }
        return chain;
    }

    private Optional<X509Certificate> issuerOf(X509Certificate certificate) {
        return certificates.stream()
                .map(Certificate::x509)
                .filter(candidate -> isIssuedBy(certificate, candidate))
                .findFirst();
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** By name and by signature: several certificates may have the issuer's name. */
    static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
