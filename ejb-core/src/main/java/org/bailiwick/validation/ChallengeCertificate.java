package org.bailiwick.validation;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.KeyAuthorization;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a server shows for tls-alpn-01, and what RFC 8737 §3 demands of it: self-signed, for the name and
 * nothing else, with the digest of the key authorization in a critical {@code acmeIdentifier} extension.
 *
 * @param server who shows it, for a sentence
 */
record ChallengeCertificate(String server, X509Certificate certificate) {

    private static final String ALTERNATIVE_NAME = "2.5.29.17";
    private static final String ACME_IDENTIFIER = "1.3.6.1.5.5.7.1.31";

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int MOST_NAMES = 3;

    /** DER: SEQUENCE, OCTET STRING, and the context-specific tag of an {@code iPAddress} (RFC 5280 §4.2.1.6). */
    private static final int SEQUENCE = 0x30;

    private static final int OCTET_STRING = 0x04;
    private static final int IP_ADDRESS_TAG = 0x87;

    /**
     * Demands that it is the one for a challenge.
     *
     * @throws ValidationFailure {@code unauthorized}, with what was expected and what was found
     */
    void require(Identifier identifier, KeyAuthorization keyAuthorization) throws ValidationFailure {
        if (!isSelfSigned()) {
            throw unauthorized(
                    "a self-signed one",
                    "one whose own key did not sign it, for the subject \"%s\""
                            .formatted(Problem.printable(
                                    certificate.getSubjectX500Principal().getName())));
        }
        if (!isFor(identifier)) {
            throw unauthorized("one for %s and no other name".formatted(identifier.value()), "one " + described());
        }
        requireDigest(keyAuthorization.digest());
    }

    private boolean isSelfSigned() {
        if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException notByThisKey) {
            return false;
        }
    }

    private boolean isFor(Identifier identifier) {
        if (identifier instanceof IpIdentifier ip) {
            // As octets: the text does not tell an IPv4-mapped IPv6 address from the IPv4 address.
            byte[] name = der(IP_ADDRESS_TAG, ip.address().getAddress());
            return Arrays.equals(
                    certificate.getExtensionValue(ALTERNATIVE_NAME), der(OCTET_STRING, der(SEQUENCE, name)));
        }
        Collection<List<?>> names = names();
        return names.size() == 1
                && names.stream()
                        .allMatch(name -> name.get(0).equals(DNS_NAME)
                                && String.valueOf(name.get(1)).equalsIgnoreCase(identifier.value()));
    }

    private void requireDigest(byte[] digest) throws ValidationFailure {
        String expected = "the critical extension acmeIdentifier (%s) with the digest %s"
                .formatted(ACME_IDENTIFIER, HexFormat.of().formatHex(digest));
        byte @Nullable [] extension = certificate.getExtensionValue(ACME_IDENTIFIER);
        if (extension == null) {
            throw unauthorized(expected, "no such extension");
        }
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical == null || !critical.contains(ACME_IDENTIFIER)) {
            throw unauthorized(expected, "an extension that is not critical");
        }
        if (!Arrays.equals(extension, der(OCTET_STRING, der(OCTET_STRING, digest)))) {
            throw unauthorized(expected, "the value " + shown(extension));
        }
    }

    /** Which names it is for. */
    String described() {
        Collection<List<?>> names = names();
        if (names.isEmpty()) {
            return "without a subjectAltName";
        }
        String first = names.stream()
                .limit(MOST_NAMES)
                .map(ChallengeCertificate::described)
                .collect(Collectors.joining(", "));
        return "for "
                + (names.size() <= MOST_NAMES ? first : first + " and %d more".formatted(names.size() - MOST_NAMES));
    }

    private static String described(List<?> name) {
        boolean text = name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS);
        return text
                ? "\"" + Problem.printable(String.valueOf(name.get(1))) + "\""
                : "a name of another kind (%s)".formatted(name.get(0));
    }

    /** Pairs of the choice's number and the value; none if the extension cannot be read. */
    private Collection<List<?>> names() {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    /** Without the octets that wrap every extension's value. */
    private static String shown(byte[] extension) {
        return Problem.printable(HexFormat.of().formatHex(extension, Math.min(2, extension.length), extension.length));
    }

    /** @param contents less than 128 octets */
    private static byte[] der(int tag, byte[] contents) {
        ByteArrayOutputStream encoding = new ByteArrayOutputStream();
        encoding.write(tag);
        encoding.write(contents.length);
        encoding.writeBytes(contents);
        return encoding.toByteArray();
    }

    private ValidationFailure unauthorized(String expected, String found) {
        return ValidationFailure.lasting(
                ProblemType.UNAUTHORIZED,
                "%s shows a certificate that does not answer this challenge: expected %s, found %s."
                        .formatted(server, expected, found));
    }
}
