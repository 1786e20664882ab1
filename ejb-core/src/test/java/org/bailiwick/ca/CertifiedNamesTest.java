package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.SubjectName;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.junit.jupiter.api.Test;

/** "Every SAN kind is seen, an unknown kind is refused": here that they are seen. */
class CertifiedNamesTest {

    @Test
    void whatWeIssueHasItsIdentifiersAndItsCommonName() {
        assertThat(CertifiedNames.of(TBSCertificate.getInstance(SoundCertificate.SOUND)))
                .containsExactly(
                        SubjectName.parse("dns", "a.corp"),
                        SubjectName.parse("dns", "b.corp"),
                        new CommonName("a.corp"));
    }

    @Test
    void namesOfAllKindsAreSeen() {
        ASN1Encodable otherName = new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"),
            new DERTaggedObject(true, 0, new DERUTF8String("root@corp"))
        });
        assertThat(typesAndValues(
                        tagged(GeneralName.dNSName, new DERIA5String("HOST.corp")),
                        tagged(GeneralName.iPAddress, new DEROctetString(new byte[] {10, 0, 0, 1})),
                        tagged(GeneralName.rfc822Name, new DERIA5String("ops@CORP")),
                        tagged(GeneralName.uniformResourceIdentifier, new DERIA5String("spiffe://corp/ns/prod")),
                        tagged(GeneralName.otherName, otherName),
                        tagged(GeneralName.registeredID, new ASN1ObjectIdentifier("1.2.3")),
                        new DERTaggedObject(true, GeneralName.directoryName, new X500Name("CN=host.corp"))))
                .startsWith("dns host.corp", "ip 10.0.0.1", "email ops@corp", "uri spiffe://corp/ns/prod")
                .extracting(text -> text.split(" ", 2)[0])
                .endsWith("otherName", "registeredID", "directoryName");
    }

    /** Each would be overlooked if only what can be read were seen. */
    @Test
    void namesThatCannotBeReadAreSeenAsSuch() {
        assertThat(typesAndValues(
                        tagged(GeneralName.dNSName, new DERIA5String("not a name")),
                        tagged(GeneralName.iPAddress, new DEROctetString(new byte[5])),
                        tagged(GeneralName.rfc822Name, new DERIA5String("nobody")),
                        tagged(GeneralName.uniformResourceIdentifier, new DERIA5String("urn:example:a")),
                        new DERTaggedObject(false, 29, new DERIA5String("?"))))
                .extracting(text -> text.split(" ", 2)[0])
                .containsExactly("dNSName", "iPAddress", "rfc822Name", "uniformResourceIdentifier", "unknown");
    }

    @Test
    void everyCommonNameIsSeen() {
        byte[] tbs = SoundCertificate.with(SoundCertificate.SUBJECT, new X500Name("CN=one,O=Corp,CN=two+CN=three"));
        assertThat(CertifiedNames.of(TBSCertificate.getInstance(tbs)))
                .extracting(name -> name.type() + " " + name.value())
                .contains("cn one", "cn two", "cn three");
    }

    private static Stream<String> texts(List<SubjectName> names) {
        return names.stream().map(name -> name.type() + " " + name.value());
    }

    private static List<String> typesAndValues(ASN1Encodable... names) {
        Extension extension = new Extension(
                Extension.subjectAlternativeName, true, new DEROctetString(Asn1.der(new DERSequence(names))));
        byte[] tbs = SoundCertificate.with(SoundCertificate.EXTENSIONS, SoundCertificate.tagged(List.of(extension)));
        return texts(CertifiedNames.of(TBSCertificate.getInstance(tbs)))
                .filter(text -> !text.startsWith("cn "))
                .toList();
    }

    private static ASN1Encodable tagged(int kind, ASN1Encodable value) {
        return new DERTaggedObject(false, kind, value);
    }
}
