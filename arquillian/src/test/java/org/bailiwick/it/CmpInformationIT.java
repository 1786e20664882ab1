package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.GeneralMessage;
import org.bailiwick.cmp.GeneralResponse;
import org.bailiwick.cmp.InformationType;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code genm} (RFC 9483 §4.3): what registration authorities may know of our CA. */
class CmpInformationIT {

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static CmpClient branch;
    private static CmpPeer peer;

    @BeforeAll
    static void enrol() throws IOException, InterruptedException, GeneralSecurityException {
        server = SharedServer.get();
        AdminClient administrator = AdminClient.first();
        branch = CmpClient.registered(administrator, CmpClient.provisioner(administrator), folder)
                .enrolled();
        peer = CmpPeer.of(branch, CmpClient.OWN);
    }

    private static GeneralResponse told(GeneralMessage question)
            throws IOException, InterruptedException, CmpException {
        CmpMessage answer = peer.send(CmpPeer.header(), question);
        assertThat(answer.body()).isInstanceOf(GeneralResponse.class);
        SignatureProtection.verify(answer, answer.signer().orElseThrow());
        return (GeneralResponse) answer.body();
    }

    @Test
    void opensslIsToldTheCasByHttpAndHttpsAndAtTheWellKnownPath() throws IOException, InterruptedException {
        assertThat(branch.signed("genm", "-infotype", "caCerts").requireGood().printed())
                .contains("id-it-caCerts");
        String name = branch.path().substring("cmp/internal/".length());
        CmpClient wellKnown = branch.at(".well-known/cmp/p/internal." + name);
        wellKnown.signed("genm", "-infotype", "caCerts").requireGood();
        wellKnown
                .at(wellKnown.path() + "/getcacerts")
                .signed("genm", "-infotype", "caCerts")
                .requireGood();
        branch.signed(
                        "genm",
                        "-infotype",
                        "caCerts",
                        "-server",
                        "localhost:" + server.settings().url().getPort(),
                        "-tls_used",
                        "-tls_trusted",
                        server.root().toString(),
                        "-tls_host",
                        "localhost")
                .requireGood();
    }

    /** OpenSSL reads the list, and says no more of it than its type. */
    @Test
    void theCrlIsTheOneThatIsPublished()
            throws IOException, InterruptedException, CmpException, GeneralSecurityException {
        assertThat(branch.signed("genm", "-infotype", "currentCRL")
                        .requireGood()
                        .printed())
                .contains("id-it-currentCRL");
        X509Certificate issuing = cas().get(0);
        URI url = IssuerUrls.of(
                        server.settings().httpUrl(),
                        KeyFingerprint.of(issuing.getPublicKey().getEncoded()))
                .crl();
        for (InformationType type : List.of(InformationType.CURRENT_CRL, InformationType.CRL_STATUS_LIST)) {
            X509CRL before = Pki.awaitCrl(url, any -> true);
            List<byte[]> told = told(GeneralMessage.asking(type)).crls();
            X509CRL after = Pki.awaitCrl(url, any -> true);
            assertThat(told).as(type.name()).hasSize(1);
            X509CRL crl = Pki.crl(told.get(0));
            crl.verify(issuing.getPublicKey());
            assertThat(crl).as(type.name()).isIn(before, after);
        }
        CmpMessage twice = peer.send(
                CmpPeer.header(),
                new GeneralMessage(List.of(
                        GeneralMessage.asking(InformationType.CURRENT_CRL)
                                .questions()
                                .get(0),
                        GeneralMessage.asking(InformationType.CRL_STATUS_LIST)
                                .questions()
                                .get(0))));
        assertThat(CmpServerIT.failure(twice)).isEqualTo(FailureInfo.BAD_REQUEST);
    }

    /** What is answered after a roll-over is tested where a root takes no server. */
    @Test
    void theRootThatCountsHasNoSuccessor()
            throws IOException, InterruptedException, CmpException, GeneralSecurityException {
        X509Certificate root = Chains.leaf(Files.readString(server.root()));
        assertThat(cas()).last().isEqualTo(root);
        assertThat(told(GeneralMessage.askingForRoot(root.getEncoded())).newRoot())
                .isEmpty();
        assertThat(told(GeneralMessage.askingForRoot(cas().get(0).getEncoded())).newRoot())
                .as("it is no root")
                .isEmpty();
    }

    /** The issuing one first, the root last. */
    private static List<X509Certificate> cas()
            throws IOException, InterruptedException, CmpException, GeneralSecurityException {
        StringBuilder pem = new StringBuilder();
        told(GeneralMessage.asking(InformationType.CA_CERTIFICATES))
                .caCertificates()
                .forEach(der -> pem.append(Pki.pem("CERTIFICATE", der)));
        return Chains.all(pem.toString());
    }
}
