package org.bailiwick.ca;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.Problem;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The names that a PKCS#10 request asks for: its subjectAltName and, if it has none, its common name (RFC 8555 §7.4).
 * Everything else in it is read over.
 */
final class RequestedNames {

    /** RFC 5280 Appendix A.1, {@code ub-common-name}. */
    static final int COMMON_NAME_MAXIMUM = CommonName.MAXIMUM_LENGTH;

    private RequestedNames() {}

    /**
     * Reads the names.
     *
     * @param subject the request's subject
     * @param attributes the request's attributes
     * @throws EncodingException if they are not there, of another kind, or contradict each other; if an extension request
     *     (RFC 2985 §5.4.2) cannot be read or asks for a CA certificate
     */
    static Set<Identifier> of(X500Name subject, ASN1Set attributes) throws EncodingException {
        return of(subject, requestedExtensions(attributes));
    }

    /**
     * Reads the names of a request in another format.
     *
     * @param subject the request's subject
     * @param extensions those that it asks for
     * @throws EncodingException likewise
     */
    static Set<Identifier> of(X500Name subject, List<ASN1Sequence> extensions) throws EncodingException {
        String commonName = commonName(subject);
        byte[] alternativeNames = subjectAlternativeName(extensions);
        if (alternativeNames == null) {
            return Set.of(onlyName(commonName));
        }
        List<Identifier> identifiers;
        try {
            identifiers = SubjectAlternativeName.read(alternativeNames);
        } catch (EncodingException wrong) {
            throw new EncodingException("its subjectAltName cannot be used: " + wrong.clause(), wrong);
        }
        if (commonName != null && !identifiers.contains(identifier(commonName))) {
            throw new EncodingException(
                    "its common name \"%s\" is not among its subject alternative names; leave it out or add it there"
                            .formatted(Problem.printable(commonName)));
        }
        return new LinkedHashSet<>(identifiers);
    }

    private static Identifier onlyName(@Nullable String commonName) throws EncodingException {
        if (commonName == null) {
            throw new EncodingException("it has no name: neither a subjectAltName nor a common name");
        }
        if (commonName.length() > COMMON_NAME_MAXIMUM) {
            throw new EncodingException(
                    "its common name is longer than 64 characters; put the name into a subjectAltName");
        }
        Identifier identifier = identifier(commonName);
        if (identifier instanceof IpIdentifier) {
            throw new EncodingException(
                    "an IP address must be an iPAddress in the subjectAltName, not a common name (RFC 8738 §3)");
        }
        return identifier;
    }

    private static Identifier identifier(String commonName) throws EncodingException {
        boolean address = commonName.indexOf(':') >= 0 || commonName.matches("[0-9.]+");
        try {
            return Identifier.parse(address ? "ip" : "dns", commonName);
        } catch (AcmeException notAName) {
            throw new EncodingException(
                    "its common name cannot be used: "
                            + SubjectAlternativeName.withoutFullStop(
                                    notAName.problem().detail()),
                    notAName);
        }
    }

    private static @Nullable String commonName(X500Name subject) throws EncodingException {
        String commonName = null;
        for (RDN relativeName : subject.getRDNs()) {
            for (AttributeTypeAndValue attribute : relativeName.getTypesAndValues()) {
                if (attribute.getType().equals(BCStyle.CN)) {
                    if (commonName != null) {
                        throw new EncodingException("its subject has two common names");
                    }
                    commonName = text(attribute.getValue());
                }
            }
        }
        return commonName;
    }

    /** RFC 5280 §4.1.2.4: the other kinds of string are for names that were in use before 2004. */
    private static String text(ASN1Encodable value) throws EncodingException {
        if (value instanceof ASN1UTF8String || value instanceof ASN1PrintableString) {
            return ((ASN1String) value).getString();
        }
        throw new EncodingException(
                "its common name is neither a UTF8String nor a PrintableString (RFC 5280 §4.1.2.4)");
    }

    private static byte @Nullable [] subjectAlternativeName(List<ASN1Sequence> extensions) throws EncodingException {
        byte[] value = null;
        Set<ASN1ObjectIdentifier> seen = new HashSet<>();
        for (ASN1Sequence extension : extensions) {
            byte[] octets = extensionValue(extension);
            ASN1ObjectIdentifier type = ASN1ObjectIdentifier.getInstance(extension.getObjectAt(0));
            if (!seen.add(type)) {
                throw new EncodingException("it asks for an extension twice");
            }
            if (type.equals(Extension.subjectAlternativeName)) {
                value = octets;
            } else if (type.equals(Extension.basicConstraints)) {
                requireEndEntity(octets);
            }
        }
        return value;
    }

    private static List<ASN1Sequence> requestedExtensions(ASN1Set attributes) throws EncodingException {
        List<ASN1Sequence> extensions = null;
        for (ASN1Encodable each : attributes) {
            ASN1Sequence attribute = ASN1Sequence.getInstance(each);
            if (attribute.size() != 2) {
                throw new EncodingException("it has an attribute that is not a type and a set of values");
            }
            ASN1Set values = ASN1Set.getInstance(attribute.getObjectAt(1));
            if (PKCSObjectIdentifiers.pkcs_9_at_extensionRequest.equals(attribute.getObjectAt(0))) {
                if (extensions != null || values.size() != 1) {
                    throw new EncodingException("it has more or less than one extension request");
                }
                extensions = new ArrayList<>();
                for (ASN1Encodable extension : ASN1Sequence.getInstance(values.getObjectAt(0))) {
                    extensions.add(ASN1Sequence.getInstance(extension));
                }
            }
        }
        return extensions == null ? List.of() : extensions;
    }

    private static byte[] extensionValue(ASN1Sequence extension) throws EncodingException {
        boolean withCritical = extension.size() == 3;
        if (extension.size() < 2
                || extension.size() > 3
                || (withCritical && !(extension.getObjectAt(1) instanceof ASN1Boolean))) {
            throw new EncodingException("it asks for something that is not an extension");
        }
        return ASN1OctetString.getInstance(extension.getObjectAt(extension.size() - 1))
                .getOctets();
    }

    private static void requireEndEntity(byte[] basicConstraints) throws EncodingException {
        if (BasicConstraints.getInstance(DistinguishedEncoding.read(basicConstraints))
                .isCA()) {
            throw new EncodingException("it asks for a CA certificate (BasicConstraints with cA TRUE)");
        }
    }
}
