package org.bailiwick.cmp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** {@code certConf} (RFC 9810 §5.3.18) of one certificate. Immutable. */
public final class CertificateConfirmation implements CmpBody {

    private static final Map<ASN1ObjectIdentifier, String> HASHES = Map.of(
            NISTObjectIdentifiers.id_sha256, "SHA-256",
            NISTObjectIdentifiers.id_sha384, "SHA-384",
            NISTObjectIdentifiers.id_sha512, "SHA-512");

    /** The hash that is a part of a signature algorithm. */
    private static final Map<ASN1ObjectIdentifier, ASN1ObjectIdentifier> HASHES_OF_SIGNATURES = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, NISTObjectIdentifiers.id_sha256,
            X9ObjectIdentifiers.ecdsa_with_SHA384, NISTObjectIdentifiers.id_sha384,
            X9ObjectIdentifiers.ecdsa_with_SHA512, NISTObjectIdentifiers.id_sha512,
            PKCSObjectIdentifiers.sha256WithRSAEncryption, NISTObjectIdentifiers.id_sha256,
            PKCSObjectIdentifiers.sha384WithRSAEncryption, NISTObjectIdentifiers.id_sha384,
            PKCSObjectIdentifiers.sha512WithRSAEncryption, NISTObjectIdentifiers.id_sha512);

    /** What is named where the signature has no hash of its own, as Ed25519 (RFC 9481 §3.3). */
    private static final ASN1ObjectIdentifier HASH_OTHERWISE = NISTObjectIdentifiers.id_sha512;

    private final Optional<Octets> hash;
    private final int requestId;
    private final StatusInfo status;
    private final Optional<ASN1ObjectIdentifier> algorithm;

    private CertificateConfirmation(
            Optional<Octets> hash, int requestId, StatusInfo status, Optional<ASN1ObjectIdentifier> algorithm) {
        this.hash = hash;
        this.requestId = requestId;
        this.status = status;
        this.algorithm = algorithm;
    }

    /**
     * A certificate is as it was asked for.
     *
     * @param certificate DER
     * @param requestId the {@code certReqId} that it came with
     */
    public static CertificateConfirmation accepting(byte[] certificate, int requestId) {
        return of(certificate, requestId, StatusInfo.ACCEPTED);
    }

    /**
     * A certificate is not what was asked for: the CA is to revoke it.
     *
     * @param certificate DER
     * @param requestId the {@code certReqId} that it came with
     * @param why a sentence
     */
    public static CertificateConfirmation rejecting(byte[] certificate, int requestId, String why) {
        return of(certificate, requestId, new StatusInfo(PkiStatus.REJECTION, List.of(why), Set.of()));
    }

    private static CertificateConfirmation of(byte[] certificate, int requestId, StatusInfo status) {
        Optional<ASN1ObjectIdentifier> own = hashOf(certificate);
        Octets hash = hash(own.orElse(HASH_OTHERWISE), certificate);
        return new CertificateConfirmation(
                Optional.of(hash), requestId, status, own.isPresent() ? Optional.empty() : Optional.of(HASH_OTHERWISE));
    }

    @Override
    public BodyKind kind() {
        return BodyKind.CERT_CONF;
    }

    /** The {@code certReqId}; -1 in a {@code certConf} of nothing. */
    public int requestId() {
        return requestId;
    }

    /** {@code accepted} if it says nothing; {@code rejection} of a {@code certConf} of nothing. */
    public StatusInfo status() {
        return status;
    }

    /**
     * Whether it is about this certificate: its hash is that by the certificate's own signature algorithm, or by the one that is
     * named. A {@code certConf} of nothing, which rejects (RFC 9810 §5.3.18), is about every certificate of its transaction.
     *
     * @param certificate DER
     */
    public boolean isOf(byte[] certificate) {
        Octets said = hash.orElse(null);
        if (said == null) {
            return true;
        }
        ASN1ObjectIdentifier by = algorithm.or(() -> hashOf(certificate)).orElse(HASH_OTHERWISE);
        return said.equals(hash(by, certificate));
    }

    /** RFC 9810 §7: an older CMP does not know that it can. */
    boolean namesHash() {
        return algorithm.isPresent();
    }

    static CertificateConfirmation read(ASN1Encodable value) throws EncodingException, CmpException {
        if (SequenceReader.of(value).size() == 0) {
            StatusInfo rejected = new StatusInfo(PkiStatus.REJECTION, List.of(), Set.of());
            return new CertificateConfirmation(Optional.empty(), -1, rejected, Optional.empty());
        }
        SequenceReader content = SequenceReader.of(BodyEncoding.only(value, "confirmations"));
        Octets hash = Asn1.octets(content.next(ASN1OctetString.class), 64);
        int requestId = Asn1.number(content.next(ASN1Integer.class));
        Optional<ASN1Sequence> status = content.nextIf(ASN1Sequence.class);
        Optional<ASN1Encodable> algorithm = content.nextTagged(0);
        content.requireEnd();
        return new CertificateConfirmation(
                Optional.of(hash),
                requestId,
                status.isPresent() ? StatusInfo.read(status.get()) : StatusInfo.ACCEPTED,
                algorithm.isPresent() ? Optional.of(named(algorithm.get())) : Optional.empty());
    }

    private static ASN1ObjectIdentifier named(ASN1Encodable value) throws CmpException {
        ASN1ObjectIdentifier named = AlgorithmIdentifier.getInstance(value).getAlgorithm();
        if (!HASHES.containsKey(named)) {
            throw new CmpException(
                    FailureInfo.BAD_ALG, "The hashAlg of the certConf must be SHA-256, SHA-384 or SHA-512.");
        }
        return named;
    }

    ASN1Encodable asn1() {
        List<ASN1Encodable> content = new ArrayList<>();
        hash.ifPresent(octets -> content.add(new DEROctetString(octets.toArray())));
        content.add(new ASN1Integer(requestId));
        if (!status.equals(StatusInfo.ACCEPTED)) {
            content.add(status.asn1());
        }
        algorithm.ifPresent(hashAlg -> content.add(new DERTaggedObject(true, 0, new AlgorithmIdentifier(hashAlg))));
        return hash.isPresent() ? Asn1.sequence(Asn1.sequence(content)) : Asn1.sequence();
    }

    /** Empty also if it is no certificate: whatever came is rejected by its hash. */
    private static Optional<ASN1ObjectIdentifier> hashOf(byte[] certificate) {
        try {
            AlgorithmIdentifier signature = Certificate.getInstance(certificate).getSignatureAlgorithm();
            if (signature.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
                return Optional.ofNullable(signature.getParameters())
                        .map(RSASSAPSSparams::getInstance)
                        .map(parameters -> parameters.getHashAlgorithm().getAlgorithm())
                        .filter(HASHES::containsKey);
            }
            return Optional.ofNullable(HASHES_OF_SIGNATURES.get(signature.getAlgorithm()));
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException none) {
            return Optional.empty();
        }
    }

    private static Octets hash(ASN1ObjectIdentifier algorithm, byte[] certificate) {
        try {
            return Octets.of(MessageDigest.getInstance(HASHES.getOrDefault(algorithm, "SHA-512"))
                    .digest(certificate));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-2", impossible);
        }
    }
}
