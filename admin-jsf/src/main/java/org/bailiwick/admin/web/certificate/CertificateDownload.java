package org.bailiwick.admin.web.certificate;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.FileAnswer;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.certificate.CertificateAdministration;

/** A certificate as a file. It is a page, as a session opens pages and nothing else (docs/adr/0038). */
@Named
@RequestScoped
public class CertificateDownload {

    private static final String END = "-----END CERTIFICATE-----\n";

    @Inject
    CertificateAdministration certificates;

    @Inject
    FileAnswer files;

    private String id = "";
    private String form = "";

    public void send() {
        ResourceId resource = Ids.resource("certificate", id);
        String serial = certificates.find(resource).serial();
        switch (form) {
            case "pem" -> send(serial + ".pem", "application/x-pem-file", first(certificates.chain(resource)));
            case "chain" ->
                send(serial + "-chain.pem", "application/pem-certificate-chain", certificates.chain(resource));
            case "der" -> send(serial + ".cer", "application/pkix-cert", certificates.der(resource));
            default -> throw AdminException.unknown("form of a certificate");
        }
    }

    /** The certificate alone: a chain begins with it (RFC 8555 §9.1). */
    private static String first(String chain) {
        return chain.substring(0, chain.indexOf(END) + END.length());
    }

    private void send(String name, String type, String pem) {
        send(name, type, pem.getBytes(StandardCharsets.US_ASCII));
    }

    private void send(String name, String type, byte[] octets) {
        files.send(type, name, out -> out.write(octets));
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    /** {@code pem}, {@code chain} or {@code der}. */
    public String getForm() {
        return form;
    }

    public void setForm(String form) {
        this.form = form;
    }
}
