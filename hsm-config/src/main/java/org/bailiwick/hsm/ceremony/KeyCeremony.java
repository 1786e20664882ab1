package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.SecretTokenKey;
import org.bailiwick.hsm.pkcs11.TokenKey;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * What is done at a key ceremony, on one token. Every operation writes one line to the transcript: what was done, the
 * key's label, digests of public key and certificate (as {@code openssl x509 -fingerprint -sha256} prints them), and the
 * key's attributes as read back from the token. Never a PIN.
 *
 * <p>Every certificate is verified with its issuer's key before it is kept. Operations throw {@link org.bailiwick.hsm.TokenException} if the token does not do its part, and {@link
 * IllegalArgumentException}, with a sentence, if they are asked for something that must not be done.
 */
public final class KeyCeremony {

    private final Pkcs11Token token;
    private final Clock clock;
    private final Consumer<String> transcript;
    private final DoneSoFar done;
    private final Optional<SignatureScheme> scheme;

    /** @param transcript gets each line, without a line end */
    public KeyCeremony(Pkcs11Token token, Clock clock, Consumer<String> transcript) {
        this(token, clock, transcript, new DoneSoFar());
    }

    /** @param done gets what was done, before the transcript does */
    KeyCeremony(Pkcs11Token token, Clock clock, Consumer<String> transcript, DoneSoFar done) {
        this(token, clock, transcript, done, Optional.empty());
    }

    private KeyCeremony(
            Pkcs11Token token,
            Clock clock,
            Consumer<String> transcript,
            DoneSoFar done,
            Optional<SignatureScheme> scheme) {
        this.token = token;
        this.clock = clock;
        this.transcript = transcript;
        this.done = done;
        this.scheme = scheme;
    }

    /** The same, whose keys sign requests, certificates and CRLs in a certain way instead of the usual one. */
    public KeyCeremony signingWith(Optional<SignatureScheme> chosen) {
        return new KeyCeremony(token, clock, transcript, done, chosen);
    }

    /**
     * Generates a root key and its self-signed certificate, and stores both.
     *
     * @param validity from now on, the last second excluded
     */
    public X509Certificate generateRoot(
            String label, X500Principal subject, KeyAlgorithm algorithm, SignatureScheme scheme, Period validity) {
        Validity from = Validity.of(clock.instant(), validity);
        X509Certificate root =
                token.generateKeyPair(label, algorithm, scheme, key -> CaCertificate.root(key, subject, from));
        made(label);
        record("generated root", label, root);
        return root;
    }

    /**
     * Generates an issuing CA's key and stores it with a placeholder, until {@link #importChain} brings its certificate.
     *
     * @param subject the name the CA will have
     * @return the placeholder: self-signed, not a CA's, and expired within a second
     */
    public X509Certificate generateIssuing(
            String label, X500Principal subject, KeyAlgorithm algorithm, SignatureScheme scheme) {
        Validity moment = Validity.momentary(clock.instant());
        X509Certificate placeholder =
                token.generateKeyPair(label, algorithm, scheme, key -> CaCertificate.placeholder(key, subject, moment));
        made(label);
        record("generated issuing key with placeholder", label, placeholder);
        return placeholder;
    }

    /**
     * Generates the key that signs checkpoints of the audit log, and its self-signed certificate, and stores both. Whoever
     * verifies the log takes the public key from this certificate; when it expires means nothing to them.
     *
     * @param validity from now on, the last second excluded
     */
    public X509Certificate generateAudit(
            String label, X500Principal subject, KeyAlgorithm algorithm, SignatureScheme scheme, Period validity) {
        Validity from = Validity.of(clock.instant(), validity);
        X509Certificate certificate =
                token.generateKeyPair(label, algorithm, scheme, key -> CaCertificate.audit(key, subject, from));
        made(label);
        record("generated audit key", label, certificate);
        return certificate;
    }

    /** Whether the token has a secret key with that label. */
    public boolean hasSecret(String label) {
        return token.secretKeys().stream().anyMatch(key -> key.label().equals(label));
    }

    /** Generates an AES-256 key that a server keeps the secrets of external account keys with. */
    public void generateSecret(String label) {
        token.generateSecretKey(label);
        done.add("the secret key \"" + label + "\" was made and is in the token");
        token.secretKeys().stream()
                .filter(key -> key.label().equals(label))
                .forEach(key -> transcript.accept(when() + " generated secret key: " + describe(key)));
    }

    /** A PKCS#10 request (RFC 2986), DER, for a CA certificate for a key. */
    public byte[] certificationRequest(String label, X500Principal subject) {
        byte[] request = CaRequest.sign(signer(label), subject);
        done.add("a request for a certificate was signed");
        transcript.accept(when() + " requested certificate: key \"" + label + "\"; subject " + subject
                + "; request SHA-256 " + Sha256.fingerprint(request));
        return request;
    }

    /**
     * Issues the certificate of a subordinate CA to the key of a request.
     *
     * @param issuerLabel the key that signs
     * @param request PKCS#10, DER; its signature is checked, of its content only the public key is used
     * @param subject the new CA's name, whatever the request says; not that of the issuer
     */
    public X509Certificate signSubordinate(
            String issuerLabel, byte[] request, X500Principal subject, SubordinateTerms terms) {
        return signSubordinate(issuerLabel, CaRequest.parse(request).publicKey(), subject, terms);
    }

    /** As above, for the name the request asks for. */
    public X509Certificate signSubordinate(String issuerLabel, byte[] request, SubordinateTerms terms) {
        CaRequest asked = CaRequest.parse(request);
        return signSubordinate(issuerLabel, asked.publicKey(), asked.subject(), terms);
    }

    /** As above, for a public key that is known to belong to the new CA. */
    public X509Certificate signSubordinate(
            String issuerLabel, PublicKey publicKey, X500Principal subject, SubordinateTerms terms) {
        SignatureScheme.forKey(publicKey);
        List<X509Certificate> chain = token.certificateChain(issuerLabel);
        X509Certificate issuer = chain.get(0);
        Validity from = Validity.of(clock.instant(), terms.validity());
        requireMayIssue(issuerLabel, issuer, terms.pathLength(), from);
        requireOwnName(issuerLabel, issuer, subject);
        requireOwnKey(issuerLabel, chain, publicKey);
        X509Certificate certificate =
                CaCertificate.subordinate(signer(issuerLabel), issuer, publicKey, subject, terms, from);
        done.add("a certificate of the serial number "
                + certificate.getSerialNumber().toString(16) + " was signed, for " + subject);
        record("signed subordinate", issuerLabel, terms.describe() + "; " + describe(certificate));
        return certificate;
    }

    /**
     * Signs the next CRL of an off-line CA.
     *
     * @param label the key of the CA
     */
    public X509CRL signCrl(String label, NextCrl next) {
        X509Certificate issuer = token.certificateChain(label).get(0);
        X509CRL crl = next.sign(signer(label), issuer, clock.instant());
        done.add("the CRL number " + NextCrl.numberOf(crl).orElseThrow() + " was signed");
        next.revocations()
                .forEach(each -> transcript.accept(when() + " revoked: serial "
                        + each.serial().toString(16) + "; reason " + each.reason()
                        + each.certificate()
                                .map(certificate -> "; " + describe(certificate))
                                .orElse("")));
        transcript.accept(when() + " signed CRL: key \"" + label + "\"; issuer " + crl.getIssuerX500Principal()
                + "; number " + NextCrl.numberOf(crl).orElseThrow()
                + "; entries "
                + Optional.ofNullable(crl.getRevokedCertificates())
                        .map(Set::size)
                        .orElse(0)
                + "; this update " + crl.getThisUpdate().toInstant()
                + "; next update " + crl.getNextUpdate().toInstant()
                + "; CRL SHA-256 " + Sha256.fingerprint(der(crl)));
        return crl;
    }

    /**
     * Stores the certificate of a CA and its issuers beside its key, in place of what was there.
     *
     * @param chain the CA's certificate first
     */
    public List<X509Certificate> importChain(String label, List<X509Certificate> chain) {
        if (chain.isEmpty() || chain.get(0).getBasicConstraints() < 0) {
            throw new IllegalArgumentException("The first certificate is not a CA's; nothing was imported.");
        }
        List<X509Certificate> stored = token.storeChain(label, chain);
        done.add("the chain was stored beside the key \"" + label + "\"");
        record("imported chain of " + stored.size(), label, stored.get(0));
        return stored;
    }

    /** The certificate of a key and its issuers, as far as the token holds them. */
    public List<X509Certificate> certificateChain(String label) {
        return token.certificateChain(label);
    }

    /** Lists all keys in the token, with their attributes; the private ones are returned. */
    public List<TokenKey> show() {
        List<TokenKey> keys = token.keys();
        List<SecretTokenKey> secrets = token.secretKeys();
        transcript.accept(
                when() + " the token holds " + keys.size() + " private keys and " + secrets.size() + " secret keys");
        keys.forEach(key -> transcript.accept(when() + " the token holds " + describe(key)));
        secrets.forEach(key -> transcript.accept(when() + " the token holds " + describe(key)));
        return keys;
    }

    /** A certificate whose subject is its issuer is self-issued (RFC 5280 §3.2), and a chain taken to end there. */
    private static void requireOwnName(String label, X509Certificate issuer, X500Principal subject) {
        if (subject.equals(issuer.getSubjectX500Principal())) {
            throw new IllegalArgumentException("The new CA must not have the name of \"" + label + "\", which is to"
                    + " sign it: its certificate would be taken for a root. Choose another subject than \"" + subject
                    + "\".");
        }
    }

    /** A CA that certifies its own key, or that of one above it, makes a second CA of it, which nobody could revoke alone. */
    private static void requireOwnKey(String label, List<X509Certificate> chain, PublicKey publicKey) {
        for (X509Certificate above : chain) {
            if (isSameKey(above.getPublicKey(), publicKey)) {
                throw new IllegalArgumentException("The new CA must not have the key of \"" + label
                        + "\", which is to sign it, or of a CA above that: this is the key of "
                        + above.getSubjectX500Principal() + ". The new CA needs a key of its own.");
            }
        }
    }

    /** By what it is: a key may be written in more than one way. */
    private static boolean isSameKey(PublicKey one, PublicKey other) {
        if (one instanceof RSAKey first && other instanceof RSAKey second) {
            return first.getModulus().equals(second.getModulus());
        }
        if (one instanceof ECPublicKey first && other instanceof ECPublicKey second) {
            return first.getW().equals(second.getW());
        }
        return Arrays.equals(one.getEncoded(), other.getEncoded());
    }

    private static void requireMayIssue(String label, X509Certificate issuer, int pathLength, Validity validity) {
        int below = issuer.getBasicConstraints();
        if (below < 0) {
            throw new IllegalArgumentException(
                    "The certificate of \"" + label + "\" is not a CA's; it cannot issue. Import its chain first.");
        }
        if (pathLength < 0 || pathLength >= below) {
            throw new IllegalArgumentException("A path length of " + pathLength + " is not possible below \"" + label
                    + "\", which has " + (below == Integer.MAX_VALUE ? "no limit" : below) + ".");
        }
        if (validity.notBefore().isBefore(issuer.getNotBefore().toInstant())
                || validity.notAfter().isAfter(issuer.getNotAfter().toInstant())) {
            throw new IllegalArgumentException("The new certificate would be valid until " + validity.notAfter()
                    + ", and that of \"" + label + "\" only from "
                    + issuer.getNotBefore().toInstant() + " until "
                    + issuer.getNotAfter().toInstant() + ".");
        }
    }

    /** As was chosen; else a root goes on signing as it signed itself, and any other key as is usual for it. */
    private CaSigner signer(String label) {
        if (scheme.isPresent()) {
            return token.signer(label, scheme.get());
        }
        X509Certificate certificate = token.certificateChain(label).get(0);
        if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            byte[] used = algorithmOf(certificate);
            for (SignatureScheme each : SignatureScheme.values()) {
                if (Arrays.equals(each.algorithmIdentifier(), used)) {
                    return token.signer(label, each);
                }
            }
        }
        return token.signer(label);
    }

    private static byte[] algorithmOf(X509Certificate certificate) {
        try {
            return Certificate.getInstance(der(certificate))
                    .getSignatureAlgorithm()
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a certificate from the token cannot be encoded", e);
        }
    }

    private void made(String label) {
        done.add("the key \"" + label + "\" was made and is in the token, with its certificate");
    }

    private void record(String what, String label, X509Certificate certificate) {
        record(what, label, describe(certificate));
    }

    private void record(String what, String label, String details) {
        String attributes = token.keys().stream()
                .filter(key -> key.isLabelled(label))
                .map(KeyCeremony::attributes)
                .collect(Collectors.joining("; "));
        transcript.accept(when() + " " + what + ": key \"" + label + "\"; " + details + "; " + attributes);
    }

    private static String describe(TokenKey key) {
        String certificate =
                key.certificate().map(KeyCeremony::describe).orElse("no certificate, so it cannot be used");
        return "key \"" + key.label() + "\"; CKA_ID " + key.id() + "; certificate \"" + key.certificateLabel() + "\"; "
                + certificate + "; chain of " + key.chain().size() + "; " + attributes(key);
    }

    private static String describe(SecretTokenKey key) {
        return "secret key \"" + key.label() + "\"; " + key.type() + "; CKA_ID " + key.id()
                + "; CKA_SENSITIVE " + key.sensitive()
                + "; CKA_ALWAYS_SENSITIVE " + key.alwaysSensitive()
                + "; CKA_EXTRACTABLE " + key.extractable()
                + "; CKA_NEVER_EXTRACTABLE " + key.neverExtractable()
                + "; CKA_ENCRYPT and CKA_DECRYPT " + key.encrypts();
    }

    private static String describe(X509Certificate certificate) {
        return "subject " + certificate.getSubjectX500Principal()
                + "; issuer " + certificate.getIssuerX500Principal()
                + "; serial " + certificate.getSerialNumber().toString(16)
                + "; valid " + certificate.getNotBefore().toInstant() + " to "
                + certificate.getNotAfter().toInstant()
                + "; SPKI SHA-256 "
                + Sha256.fingerprint(certificate.getPublicKey().getEncoded())
                + "; certificate SHA-256 " + Sha256.fingerprint(der(certificate));
    }

    private static String attributes(TokenKey key) {
        return "CKA_SENSITIVE " + key.sensitive()
                + "; CKA_ALWAYS_SENSITIVE " + key.alwaysSensitive()
                + "; CKA_EXTRACTABLE " + key.extractable()
                + "; CKA_NEVER_EXTRACTABLE " + key.neverExtractable()
                + "; CKA_SIGN " + key.signs();
    }

    private Instant when() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed cannot be encoded", e);
        }
    }

    /** The octets of a CRL. */
    static byte[] der(X509CRL crl) {
        try {
            return crl.getEncoded();
        } catch (CRLException e) {
            throw new IllegalStateException("a CRL that was parsed cannot be encoded", e);
        }
    }
}
