package org.bailiwick.ca;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * What a relying party asks: {@code OCSPRequest} (RFC 6960 §4.1.1). It must be DER; a version that says v1 where nothing
 * says the same is let pass. Who asks does not matter: {@code requestorName} and a signature are not looked at.
 *
 * <p>Immutable. Work and memory are bounded by {@link #MAXIMUM_SIZE} and {@link #MAXIMUM_CERTIFICATES}.
 */
public final class OcspRequest {

    /** In octets: what {@link DistinguishedEncoding} reads. */
    public static final int MAXIMUM_SIZE = 64 * 1024;

    /** More than any client asks for at once. */
    static final int MAXIMUM_CERTIFICATES = 100;

    /** RFC 9654 §2.1: a longer one, or an empty one, is malformed. */
    private static final int LONGEST_NONCE = 128;

    private static final int VERSION_1 = 0;

    /** What may be critical: what has been understood here. */
    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
            Set.of(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, OCSPObjectIdentifiers.id_pkix_ocsp_response);

    private final List<OcspCertificateId> certificates;
    private final byte @Nullable [] nonce;

    private OcspRequest(List<OcspCertificateId> certificates, byte @Nullable [] nonce) {
        this.certificates = List.copyOf(certificates);
        this.nonce = nonce;
    }

    /**
     * Reads a request.
     *
     * @throws MalformedOcspRequestException if it is none, asks for nothing or for more than 100 certificates, has a nonce of
     *     no or of more than 128 octets (RFC 9654 §2.1), an extension twice, or a critical one that is not known here
     *     (RFC 6960 §4.4)
     */
    public static OcspRequest parse(byte[] der) throws MalformedOcspRequestException {
        try {
            return read(der);
        } catch (EncodingException malformed) {
            throw new MalformedOcspRequestException(malformed.clause(), malformed);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException otherStructure) {
            throw new MalformedOcspRequestException(String.valueOf(otherStructure.getMessage()), otherStructure);
        }
    }

    /** At least one. */
    public List<OcspCertificateId> certificates() {
        return certificates;
    }

    /** What the answer must repeat (RFC 9654 §2.1): 1 to 128 octets. */
    public Optional<byte[]> nonce() {
        return Optional.ofNullable(nonce).map(byte[]::clone);
    }

    private static OcspRequest read(byte[] der) throws EncodingException {
        SequenceReader request = SequenceReader.of(DistinguishedEncoding.read(der));
        SequenceReader tbs = SequenceReader.of(request.next());
        Optional<ASN1Encodable> signature = request.nextTagged(0);
        if (signature.isPresent()) {
            SequenceReader.of(signature.get());
        }
        request.requireEnd();

        Optional<ASN1Encodable> version = tbs.nextTagged(0);
        if (version.isPresent() && !(version.get() instanceof ASN1Integer number && number.hasValue(VERSION_1))) {
            throw new EncodingException("its version is not v1");
        }
        tbs.nextTagged(1); // requestorName
        List<OcspCertificateId> certificates = certificates(SequenceReader.of(tbs.next()));
        Map<ASN1ObjectIdentifier, byte[]> extensions = extensions(tbs.nextTagged(2), UNDERSTOOD);
        tbs.requireEnd();
        requireBasic(extensions.get(OCSPObjectIdentifiers.id_pkix_ocsp_response));
        return new OcspRequest(certificates, nonce(extensions.get(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)));
    }

    private static List<OcspCertificateId> certificates(SequenceReader requests) throws EncodingException {
        if (requests.size() == 0 || requests.size() > MAXIMUM_CERTIFICATES) {
            throw new EncodingException(
                    "it asks for %d certificates, not 1 to %d".formatted(requests.size(), MAXIMUM_CERTIFICATES));
        }
        List<OcspCertificateId> ids = new ArrayList<>();
        while (!requests.atEnd()) {
            SequenceReader request = SequenceReader.of(requests.next());
            ids.add(OcspCertificateId.read(request.next()));
            extensions(request.nextTagged(0), Set.of());
            request.requireEnd();
        }
        return ids;
    }

    /** The values of extensions (RFC 5280 §4.1): those that nobody understands and that are not critical are there, too. */
    private static Map<ASN1ObjectIdentifier, byte[]> extensions(
            Optional<ASN1Encodable> present, Set<ASN1ObjectIdentifier> understood) throws EncodingException {
        Map<ASN1ObjectIdentifier, byte[]> values = new HashMap<>();
        if (present.isEmpty()) {
            return values;
        }
        SequenceReader extensions = SequenceReader.of(present.get());
        while (!extensions.atEnd()) {
            SequenceReader extension = SequenceReader.of(extensions.next());
            ASN1ObjectIdentifier type = extension.next(ASN1ObjectIdentifier.class);
            boolean critical =
                    extension.nextIf(ASN1Boolean.class).map(ASN1Boolean::isTrue).orElse(false);
            byte[] value = extension.next(ASN1OctetString.class).getOctets();
            extension.requireEnd();
            if (critical && !understood.contains(type)) {
                throw new EncodingException("its critical extension %s is not known here".formatted(type));
            }
            if (values.put(type, value) != null) {
                throw new EncodingException("it has the extension %s twice".formatted(type));
            }
        }
        return values;
    }

    private static byte @Nullable [] nonce(byte @Nullable [] extension) throws EncodingException {
        if (extension == null) {
            return null;
        }
        if (DistinguishedEncoding.read(extension) instanceof ASN1OctetString nonce
                && nonce.getOctetsLength() > 0
                && nonce.getOctetsLength() <= LONGEST_NONCE) {
            return nonce.getOctets();
        }
        throw new EncodingException("its nonce is no OCTET STRING of 1 to %d octets".formatted(LONGEST_NONCE));
    }

    /** RFC 6960 §4.4.3: a client says which kinds of answer it understands; we have one, which everybody must know. */
    private static void requireBasic(byte @Nullable [] acceptable) throws EncodingException {
        if (acceptable == null) {
            return;
        }
        if (DistinguishedEncoding.read(acceptable) instanceof ASN1Sequence types) {
            for (ASN1Encodable type : types) {
                if (type.equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
                    return;
                }
            }
        }
        throw new EncodingException("it does not accept a basic response");
    }
}
