package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;

/** What only a hand in the database brings about; on PostgreSQL, which lets a test in beside the server. */
class DatabaseByHandIT {

    private static final String NAME = "alternate.localhost";
    private static final String PASSWORD = "four words in a row";

    private static EmbeddedPostgres postgres;
    private static RunningServer server;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        postgres = EmbeddedPostgres.start();
        server = TestServers.start("by-hand", TestServers.on(postgres));
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
        postgres.close();
    }

    /** Another root certifies ours, so that there are two chains (RFC 8555 §7.4.2). */
    @Test
    void theAlternativeChainLeadsToTheOtherRoot(@TempDir Path folder)
            throws IOException, InterruptedException, GeneralSecurityException, SQLException, OperatorCreationException,
                    AcmeException {
        AcmeClient client = Clients.registeredAt(server);
        Certified certified;
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            certified = Certified.get(client, responder, NAME);
        }
        assertThat(alternatives(client.postAsGet(certified.url()))).isEmpty();
        Path otherRoot = folder.resolve("other-root.pem");
        insert(crossSigned(server.root(), certified, otherRoot));

        Answer first = client.postAsGet(certified.url());
        Answer second = client.postAsGet(certified.url() + "/1");

        assertThat(first.body()).isEqualTo(certified.pem());
        assertThat(alternatives(first)).containsExactly(certified.url() + "/1");
        assertThat(second.status()).as(second.body()).isEqualTo(200);
        assertThat(alternatives(second)).containsExactly(certified.url());
        assertThat(Chains.all(second.body())).hasSize(3).startsWith(certified.certificate());
        Chains.requireLeadsTo(server.root(), first.body());
        Chains.requireLeadsTo(otherRoot, second.body());
        assertThat(alternateChainOfAcme4j(client, certified)).isEqualTo(Chains.all(second.body()));
        assertThat(client.postAsGet(certified.url() + "/2").status()).isEqualTo(404);
        assertThat(Clients.registeredAt(server)
                        .postAsGet(certified.url() + "/1")
                        .status())
                .isEqualTo(404);
    }

    /** What acme4j finds; it trusts what its JVM trusts. */
    private static List<X509Certificate> alternateChainOfAcme4j(AcmeClient client, Certified certified)
            throws IOException, GeneralSecurityException, AcmeException {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(RunningServer.trusting(server.root()));
        try {
            Login login = new Session(server.directory())
                    .login(URI.create(client.account()).toURL(), client.key());
            Certificate certificate =
                    login.bindCertificate(URI.create(certified.url()).toURL());
            return certificate.getAlternateCertificates().get(0).getCertificateChain();
        } finally {
            SSLContext.setDefault(before);
        }
    }

    private static List<String> alternatives(Answer answer) {
        return answer.headers().allValues("Link").stream()
                .filter(link -> link.endsWith(">;rel=\"alternate\""))
                .map(link -> link.substring(1, link.indexOf('>')))
                .toList();
    }

    /** The issuing certificate, our root's key certified by another root, and that root, which is also written down. */
    private static String crossSigned(Path root, Certified certified, Path otherRoot)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X509Certificate ours = Chains.leaf(Files.readString(root));
        KeyPair key = AcmeClient.newKey();
        X500Name other = new X500Name("CN=Other Root CA");
        X500Name name = X500Name.getInstance(ours.getSubjectX500Principal().getEncoded());
        X509CertificateHolder itself = certified(other, other, key.getPublic(), key, ours);
        Files.writeString(otherRoot, pem(itself));
        return pem(Chains.all(certified.pem()).get(1))
                + pem(certified(name, other, ours.getPublicKey(), key, ours))
                + pem(itself);
    }

    private static X509CertificateHolder certified(
            X500Name subject, X500Name issuer, PublicKey key, KeyPair issuerKey, X509Certificate dates)
            throws IOException, OperatorCreationException {
        return new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(64, new SecureRandom()).setBit(64),
                        dates.getNotBefore(),
                        dates.getNotAfter(),
                        subject,
                        key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate()));
    }

    private static String pem(Object certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return text.toString();
    }

    private static void insert(String chain) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into alternate_chain (id, issuer_id, chain, created_at) select ?, id, ?, now() from issuer where crl_only = false")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, chain);
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }

    /**
     * The first administrator makes himself by the set-up link. A quick start has one already, so the test takes him away and
     * puts a link into the database, as a start in production would.
     */
    @Test
    void theLinkMakesTheFirstAdministratorOnce() throws IOException, InterruptedException, SQLException {
        String link = server.settings().url() + "/admin/setup?link=" + openLink(postgres);
        Browser browser = Browser.fresh().openUrl(link).inspect("setup");
        fill(browser, "Anna.Berg@corp.internal", "short");
        assertThat(browser.text()).contains("12 to 128 characters");
        fill(browser, "anna<b>", PASSWORD);
        assertThat(browser.text()).contains("A name to log in by has");
        fill(browser, "Anna.Berg@corp.internal", PASSWORD);
        assertThat(browser.text()).contains("Your password is set.");
        browser.fill("Name", "anna.berg@corp.internal")
                .fill("Password", "my secret in the wrong field")
                .press("Log in");
        // by itself, as nothing else was refused here yet
        assertThat(AdminClient.first(server).awaitAudited("administrator-log-in-refused", "127.0.0.1"))
                .asString()
                .doesNotContain("secret");
        browser.fill("Name", "anna.berg@corp.internal")
                .fill("Password", PASSWORD)
                .press("Log in");
        assertThat(browser.title()).isEqualTo("Dashboard · Bailiwick");
        assertThat(browser.text()).contains("anna.berg@corp.internal", "Administrators");
        browser.press("Log out").openUrl(link);
        assertThat(browser.text()).contains("opens nothing");
        assertThat(browser.has("input[type=password]")).isFalse();
    }

    private static void fill(Browser browser, String name, String password) {
        browser.fill("Name to log in by", name)
                .fill("Password", password)
                .fill("The same password again", password)
                .press("Create, and go to the log-in");
    }

    /** Takes away whoever could log in, and makes a link as a start without anybody would. */
    static String openLink(EmbeddedPostgres postgres) throws SQLException {
        LinkSecret secret = LinkSecret.random();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update administrator set suspended_at = now()");
            statement.execute("insert into set_up_link values ('%s', '%s', now(), now() + interval '1 day', null)"
                    .formatted(UUID.randomUUID(), secret.sha256()));
        }
        return secret.reveal();
    }
}
