package org.bailiwick.ca;

import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A PKCS#10 certification request (RFC 2986) as RFC 8555 §7.4 uses it: a public key, the names that it is for, and the
 * proof that who asks has the private key.
 *
 * <p>Nothing else is taken from it. Ignored are: every subject attribute but the common name; every requested extension
 * but subjectAltName (key usages, policies, constraints, CRL and AIA pointers, "must staple", unknown ones, critical or
 * not); every attribute but the extension request, so also challengePassword and Microsoft's own. Two things are refused
 * rather than ignored, because who asks for them would not be content without: names of other kinds, and a CA certificate.
 *
 * <p>Immutable.
 */
public final class CertificationRequest {

    private static final int NAMES_IN_A_SENTENCE = 10;

    private final PublicKey publicKey;
    private final byte[] subjectPublicKeyInfo;
    private final Set<Identifier> identifiers;

    private CertificationRequest(PublicKey publicKey, byte[] subjectPublicKeyInfo, Set<Identifier> identifiers) {
        this.publicKey = publicKey;
        this.subjectPublicKeyInfo = subjectPublicKeyInfo;
        this.identifiers = Collections.unmodifiableSet(identifiers);
    }

    /**
     * Reads a request with a key as {@link KeyRequirements#ofCertificateKeys()} demands it.
     *
     * @param der what {@code csr} of RFC 8555 §7.4 decodes to
     * @throws AcmeException {@code badCSR} with a sentence that says what to change
     */
    public static CertificationRequest parse(byte[] der) {
        return parse(der, KeyRequirements.ofCertificateKeys());
    }

    /**
     * Reads a request. The key is judged before its signature is verified, so that an absurd key costs nothing.
     *
     * @param der what {@code csr} of RFC 8555 §7.4 decodes to
     * @param keys which keys are accepted
     * @throws AcmeException {@code badCSR} with a sentence that says what to change
     */
    public static CertificationRequest parse(byte[] der, KeyRequirements keys) {
        try {
            return read(der, keys);
        } catch (EncodingException wrong) {
            throw new AcmeException(badCsr("The CSR cannot be used: %s.".formatted(wrong.clause())), wrong);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException | IOException otherStructure) {
            throw new AcmeException(
                    badCsr(
                            "The CSR cannot be used: it does not have the structure of a PKCS#10 request (RFC 2986 §4)."),
                    otherStructure);
        }
    }

    /**
     * What a request in another format (CRMF, RFC 4211) asks for, by the same rules.
     *
     * @param publicKey a key that {@link KeyRequirements} accepted, of which who asks has shown that he has the private half
     * @param subject DER of a {@code Name}
     * @param extensions DER of {@code Extensions}, if the request has some
     * @throws AcmeException {@code badCSR} with a sentence that says what to change
     */
    public static CertificationRequest ofTemplate(PublicKey publicKey, byte[] subject, Optional<byte[]> extensions) {
        try {
            List<ASN1Sequence> asked = new ArrayList<>();
            if (extensions.isPresent()) {
                for (ASN1Encodable each : ASN1Sequence.getInstance(DistinguishedEncoding.read(extensions.get()))) {
                    asked.add(ASN1Sequence.getInstance(each));
                }
            }
            X500Name name = X500Name.getInstance(DistinguishedEncoding.read(subject));
            return new CertificationRequest(publicKey, publicKey.getEncoded(), RequestedNames.of(name, asked));
        } catch (EncodingException wrong) {
            throw new AcmeException(badCsr("The request cannot be used: %s.".formatted(wrong.clause())), wrong);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException otherStructure) {
            throw new AcmeException(
                    badCsr("The request cannot be used: it does not have the structure of RFC 4211 §5."),
                    otherStructure);
        }
    }

    private static CertificationRequest read(byte[] der, KeyRequirements keys) throws EncodingException, IOException {
        ASN1Sequence request = sequence(DistinguishedEncoding.read(der), 3);
        ASN1Sequence info = sequence(request.getObjectAt(0), 4);
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(request.getObjectAt(1));
        ASN1BitString signature = ASN1BitString.getInstance(request.getObjectAt(2));
        if (!ASN1Integer.getInstance(info.getObjectAt(0)).hasValue(0)) {
            throw new EncodingException("its version is not 0 (RFC 2986 §4.1)");
        }
        byte[] subjectPublicKeyInfo = info.getObjectAt(2).toASN1Primitive().getEncoded(ASN1Encoding.DER);
        PublicKey publicKey = keys.require(subjectPublicKeyInfo);
        SignatureAlgorithms.require(algorithm, publicKey);
        byte[] signed = info.getEncoded(ASN1Encoding.DER);
        if (signature.getPadBits() != 0
                || !SignatureAlgorithms.verifies(publicKey, algorithm, signed, signature.getOctets())) {
            throw new UnprovenKeyException(badCsr("The CSR cannot be used: its signature is not by its own key."));
        }
        ASN1Set attributes = attributes(ASN1TaggedObject.getInstance(info.getObjectAt(3)));
        X500Name subject = X500Name.getInstance(info.getObjectAt(1));
        return new CertificationRequest(publicKey, subjectPublicKeyInfo, RequestedNames.of(subject, attributes));
    }

    private static ASN1Sequence sequence(ASN1Encodable value, int size) throws EncodingException {
        ASN1Sequence sequence = ASN1Sequence.getInstance(value);
        if (sequence.size() != size) {
            throw new EncodingException("it does not have the structure of a PKCS#10 request (RFC 2986 §4)");
        }
        return sequence;
    }

    /** {@code [0] IMPLICIT SET OF}: the tag hides the type, so its order is checked here. */
    private static ASN1Set attributes(ASN1TaggedObject tagged) throws EncodingException, IOException {
        if (!tagged.hasContextTag(0)) {
            throw new EncodingException("it does not have the structure of a PKCS#10 request (RFC 2986 §4)");
        }
        ASN1Set attributes = ASN1Set.getInstance(tagged, false);
        if (!Arrays.equals(attributes.getEncoded(ASN1Encoding.DL), attributes.getEncoded(ASN1Encoding.DER))) {
            throw new EncodingException("its attributes are not in ascending order, as DER wants them");
        }
        return attributes;
    }

    /** The key to be certified. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** The key to be certified as DER {@code SubjectPublicKeyInfo}, octet for octet as in the request. */
    public byte[] subjectPublicKeyInfo() {
        return subjectPublicKeyInfo.clone();
    }

    /** The names asked for, in canonical form and in the request's order, unmodifiable; at least one. */
    public Set<Identifier> identifiers() {
        return identifiers;
    }

    /**
     * Demands that the request names exactly the order's identifiers (RFC 8555 §7.4), in any order.
     *
     * @throws AcmeException {@code badCSR} that says which are missing and which are too many
     */
    public void requireIdentifiers(Collection<? extends Identifier> ordered) {
        Set<Identifier> missing = new LinkedHashSet<>(ordered);
        missing.removeAll(identifiers);
        Set<Identifier> extra = new LinkedHashSet<>(identifiers);
        extra.removeAll(Set.copyOf(ordered));
        if (missing.isEmpty() && extra.isEmpty()) {
            return;
        }
        StringBuilder sentence = new StringBuilder("The CSR must name exactly the identifiers of the order:");
        if (!missing.isEmpty()) {
            sentence.append(" it lacks ").append(listed(missing));
        }
        if (!extra.isEmpty()) {
            sentence.append(missing.isEmpty() ? " " : " and ")
                    .append("it has ")
                    .append(listed(extra))
                    .append(", which the order has not");
        }
        throw new AcmeException(badCsr(sentence.append('.').toString()));
    }

    private static String listed(Set<Identifier> names) {
        String first = names.stream()
                .limit(NAMES_IN_A_SENTENCE)
                .map(name -> "\"" + name.value() + "\"")
                .collect(Collectors.joining(", "));
        int more = names.size() - NAMES_IN_A_SENTENCE;
        return more > 0 ? first + " and %d more".formatted(more) : first;
    }

    private static Problem badCsr(String sentence) {
        return ProblemType.BAD_CSR.problem(sentence);
    }
}
