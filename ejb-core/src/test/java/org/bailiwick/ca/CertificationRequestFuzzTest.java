package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.DLTaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

/**
 * The signature protects nothing against who makes it. Whatever is signed, the answer is names or {@code badCSR}, and
 * never another exception. The seed is fixed: a failure comes again.
 */
class CertificationRequestFuzzTest {

    private static final int ROUNDS = 4000;

    private final Random random = new Random(20260301);
    private final List<RequestBuilder> seeds = List.of(
            RequestBuilder.forNames("a.corp", "*.b.corp").subject("O=x,CN=a.corp+OU=y"),
            RequestBuilder.forNames("a.corp")
                    .attribute(PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERUTF8String("secret")),
            new RequestBuilder()
                    .alternativeNames(RequestBuilder.ipAddress(10, 0, 0, 1))
                    .extension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)),
            RequestBuilder.forNames("a.corp").key(SoftwareSigner.ellipticCurve("secp256r1"), "SHA256withECDSA"));

    @Test
    void changedBitsAreReadOrRefused() {
        for (int round = 0; round < ROUNDS; round++) {
            RequestBuilder builder = any(seeds);
            byte[] info = builder.info();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                info[random.nextInt(info.length)] ^= (byte) (1 << random.nextInt(8));
            }
            requireNamesOrBadCsr(builder.sign(info));
        }
    }

    @Test
    void changedStructuresAreReadOrRefused() {
        for (int round = 0; round < ROUNDS; round++) {
            RequestBuilder builder = any(seeds);
            ASN1Encodable info = changed(Asn1.read(builder.info()));
            requireNamesOrBadCsr(builder.sign(Asn1.dl(info)));
        }
    }

    @Test
    void changedEnvelopesAreReadOrRefused() {
        for (int round = 0; round < ROUNDS; round++) {
            requireNamesOrBadCsr(Asn1.dl(changed(Asn1.read(any(seeds).build()))));
        }
    }

    private static void requireNamesOrBadCsr(byte[] request) {
        try {
            assertThat(CertificationRequest.parse(request).identifiers()).isNotEmpty();
        } catch (AcmeException refused) {
            assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_CSR);
        }
    }

    /** The same tree with one node emptied, replaced, doubled or cut out; inside octet strings as well. */
    private ASN1Encodable changed(ASN1Encodable node) {
        if (random.nextInt(6) == 0) {
            return any(List.of(DERNull.INSTANCE, new DERSequence(), new DERSet(), new DEROctetString(new byte[0])));
        }
        ASN1Primitive primitive = node.toASN1Primitive();
        if (primitive instanceof ASN1Sequence sequence) {
            return new DLSequence(changedElement(sequence.toArray()));
        }
        if (primitive instanceof ASN1Set set) {
            return new DLSet(changedElement(set.toArray()));
        }
        if (primitive instanceof ASN1TaggedObject tagged && tagged.getTagClass() == BERTags.CONTEXT_SPECIFIC) {
            return tagged.isExplicit()
                    ? new DLTaggedObject(false, tagged.getTagNo(), changed(ASN1Set.getInstance(tagged, false)))
                    : new DLTaggedObject(false, random.nextInt(10), new DEROctetString(new byte[random.nextInt(20)]));
        }
        if (primitive instanceof ASN1OctetString octets) {
            try {
                return new DEROctetString(Asn1.dl(changed(ASN1Primitive.fromByteArray(octets.getOctets()))));
            } catch (IOException notAsn1) {
                return new DEROctetString(new byte[0]);
            }
        }
        return primitive;
    }

    private ASN1Encodable[] changedElement(ASN1Encodable[] elements) {
        if (elements.length == 0) {
            return elements;
        }
        List<ASN1Encodable> all = new ArrayList<>(List.of(elements));
        int at = random.nextInt(all.size());
        switch (random.nextInt(6)) {
            case 0 -> all.remove(at);
            case 1 -> all.add(all.get(at));
            default -> all.set(at, changed(all.get(at)));
        }
        return all.toArray(ASN1Encodable[]::new);
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
