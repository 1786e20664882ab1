package org.bailiwick.admin.web.authority;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.FileAnswer;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.authority.founding.FoundingAdministration;
import org.bailiwick.authority.standing.StandingAdministration;
import org.bailiwick.ca.CertificateChain;

/** What there is to download of an authority: what clients are to trust, its chains, and its request. */
@Named
@RequestScoped
public class AuthorityFileView {

    private static final String PEM = "application/x-pem-file";
    private static final String DER = "application/pkix-cert";

    @Inject
    StandingAdministration standings;

    @Inject
    FoundingAdministration founding;

    @Inject
    FileAnswer files;

    private String id = "";
    private String issuer = "";
    private String what = "";

    /** Gives the file instead of the page. */
    public void load() {
        UUID authority = Ids.uuid("authority", id);
        String name = standings.find(authority).name();
        switch (what) {
            case "request" ->
                send(PEM, name + ".csr", founding.request(authority).pem());
            case "root-pem" -> send(PEM, name + "-root.pem", chain(authority).rootPem());
            case "root-der" -> send(DER, name + "-root.cer", chain(authority).rootDer());
            case "bundle" -> send(PEM, name + "-chain.pem", chain(authority).pem());
            default -> throw AdminException.unknown("file of this authority");
        }
    }

    private void send(String type, String name, String content) {
        send(type, name, content.getBytes(StandardCharsets.US_ASCII));
    }

    private void send(String type, String name, byte[] content) {
        files.send(type, name, out -> out.write(content));
    }

    private CertificateChain chain(UUID authority) {
        return standings.chain(authority, Ids.uuid("issuer", issuer));
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    /** Of which of the authority's issuers; not needed for its request. */
    public String getIssuer() {
        return issuer;
    }

    public void setIssuer(String issuer) {
        this.issuer = issuer;
    }

    /** Which file. */
    public String getWhat() {
        return what;
    }

    public void setWhat(String what) {
        this.what = what;
    }
}
