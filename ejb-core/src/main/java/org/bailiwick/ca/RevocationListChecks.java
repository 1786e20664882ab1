package org.bailiwick.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/**
 * Looks at the DER {@code TBSCertList} (RFC 5280 §5.1.2) that is about to be signed as a stranger would: only what the octets
 * say counts. There may be a million entries, so they are looked at one by one, and the first that is wrong is told.
 *
 * <p>Safe for use by many threads.
 */
final class RevocationListChecks {

    private static final byte[] V2 = {0x02, 0x01, 0x01};
    private static final Set<ASN1ObjectIdentifier> EXTENSIONS =
            Set.of(Extension.authorityKeyIdentifier, Extension.cRLNumber);

    /** A hold can end, and here nothing does; removeFromCRL is for delta CRLs (§5.3.1). */
    private static final Set<RevocationReason> NEVER_LISTED =
            Set.of(RevocationReason.UNSPECIFIED, RevocationReason.CERTIFICATE_HOLD, RevocationReason.REMOVE_FROM_CRL);

    private final IssuerFields issuer;

    RevocationListChecks(IssuerFields issuer) {
        this.issuer = issuer;
    }

    /**
     * What is wrong with a CRL of this issuer: nothing, if it may be signed.
     *
     * @param entries how many certificates are meant to be in it
     */
    List<String> check(byte[] tbs, long number, Instant thisUpdate, Instant nextUpdate, int entries) {
        Findings findings = new Findings();
        try {
            DerElement list = DerElement.at(tbs, 0, tbs.length);
            findings.demand(
                    list.tag() == DerElement.SEQUENCE && list.end() == tbs.length, "it is not one SEQUENCE (§5.1)");
            DerElement.Contents fields = list.elements();
            findings.demand(Arrays.equals(fields.next().encoded(), V2), "its version is not v2 (§5.1.2.1)");
            findings.demand(
                    Arrays.equals(fields.next().encoded(), der(issuer.signature())),
                    "its signature algorithm is not the issuer's (§5.1.2.2)");
            findings.demand(
                    Arrays.equals(fields.next().encoded(), der(issuer.name())),
                    "its issuer is not the issuer's subject, octet for octet (§5.1.2.3)");
            Instant from = time(fields.next());
            Instant to = time(fields.next());
            findings.demand(
                    from.equals(thisUpdate) && to.equals(nextUpdate), "its times are not those that were meant");
            findings.demand(from.isBefore(to), "its nextUpdate is not after its thisUpdate (§5.1.2.5)");
            DerElement next = fields.next();
            int counted = 0;
            if (next.tag() == DerElement.SEQUENCE) {
                counted = checkEntries(next, findings);
                next = fields.next();
            }
            findings.demand(counted == entries, "it has %d entries, and should have %d".formatted(counted, entries));
            findings.demand(!fields.hasNext(), "something follows its extensions (§5.1)");
            checkExtensions(next, number, findings);
        } catch (EncodingException notDer) {
            findings.add("it is not DER: " + notDer.clause());
        } catch (IllegalArgumentException
                | IllegalStateException
                | ArithmeticException
                | ClassCastException
                | IOException otherStructure) {
            findings.add("it is not a TBSCertList: " + otherStructure.getMessage());
        }
        return findings.clauses();
    }

    private static int checkEntries(DerElement list, Findings findings) throws EncodingException {
        DerElement.Contents entries = list.elements();
        findings.demand(entries.hasNext(), "its list of revoked certificates is empty instead of absent (§5.1.2.6)");
        byte[] previous = new byte[0];
        int count = 0;
        while (entries.hasNext()) {
            ASN1Sequence entry = ASN1Sequence.getInstance(
                    DistinguishedEncoding.read(entries.next().encoded()));
            byte[] serial = serial(entry);
            String fault = fault(entry, serial, previous);
            if (!fault.isEmpty()) {
                findings.add("its entry %d %s".formatted(count, fault));
                return count;
            }
            previous = serial;
            count++;
        }
        return count;
    }

    /** Empty if there is none. */
    private static String fault(ASN1Sequence entry, byte[] serial, byte[] previous) throws EncodingException {
        if (serial.length == 0 || serial.length > 20) {
            return "has no serial number of RFC 5280 §4.1.2.2";
        }
        // in the order of SerialNumber.hex(): each once
        if (Arrays.compareUnsigned(previous, serial) >= 0) {
            return "does not follow the one before, or is the same";
        }
        Validity.instant(entry.getObjectAt(1).toASN1Primitive());
        if (entry.size() > 3 || (entry.size() == 3 && !isReason(Extensions.getInstance(entry.getObjectAt(2))))) {
            return "has something else than a reason that may be given (§5.3.1)";
        }
        return "";
    }

    /** Its octets without leading zeros; none if it is not positive. */
    private static byte[] serial(ASN1Sequence entry) {
        BigInteger serial = ASN1Integer.getInstance(entry.getObjectAt(0)).getValue();
        if (serial.signum() <= 0) {
            return new byte[0];
        }
        byte[] octets = serial.toByteArray();
        return octets[0] == 0 ? Arrays.copyOfRange(octets, 1, octets.length) : octets;
    }

    private static boolean isReason(Extensions extensions) throws EncodingException {
        Extension reason = extensions.getExtension(Extension.reasonCode);
        if (extensions.getExtensionOIDs().length != 1 || reason == null || reason.isCritical()) {
            return false;
        }
        ASN1Primitive code = DistinguishedEncoding.read(reason.getExtnValue().getOctets());
        return !NEVER_LISTED.contains(RevocationReason.ofCode(
                ASN1Enumerated.getInstance(code).getValue().intValueExact()));
    }

    private void checkExtensions(DerElement tagged, long number, Findings findings)
            throws EncodingException, IOException {
        if (tagged.tag() != DerElement.TAGGED_0) {
            findings.add("it has no extensions (§5.1.2.7)");
            return;
        }
        DerElement.Contents inside = tagged.elements();
        Extensions extensions =
                Extensions.getInstance(DistinguishedEncoding.read(inside.next().encoded()));
        List<ASN1ObjectIdentifier> types = Arrays.asList(extensions.getExtensionOIDs());
        findings.demand(!inside.hasNext(), "something follows its extensions (§5.1)");
        if (types.size() != EXTENSIONS.size() || !types.containsAll(EXTENSIONS)) {
            findings.add("its extensions are not just authorityKeyIdentifier and cRLNumber (§5.2)");
            return;
        }
        for (ASN1ObjectIdentifier type : types) {
            findings.demand(
                    !extensions.getExtension(type).isCritical(),
                    "its extension %s is critical and should not be".formatted(type));
        }
        findings.demand(
                Arrays.equals(
                        octets(extensions, Extension.authorityKeyIdentifier),
                        der(new AuthorityKeyIdentifier(issuer.keyIdentifier().getKeyIdentifier()))),
                "its authorityKeyIdentifier is not just the issuer's subjectKeyIdentifier (§5.2.1)");
        findings.demand(
                number > 0 && Arrays.equals(octets(extensions, Extension.cRLNumber), der(new ASN1Integer(number))),
                "its CRL number is not the one that was meant, or not positive (§5.2.3)");
    }

    private static byte[] octets(Extensions extensions, ASN1ObjectIdentifier type) {
        return extensions.getExtension(type).getExtnValue().getOctets();
    }

    private static Instant time(DerElement element) throws EncodingException {
        return Validity.instant(DistinguishedEncoding.read(element.encoded()));
    }

    private static byte[] der(ASN1Encodable structure) throws IOException {
        return structure.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    }
}
