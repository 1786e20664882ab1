package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.cmp.CmpBody;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;

/** A registration authority that writes what {@code openssl cmp} cannot: orders, evidence, wrong times, used transactions. */
final class CmpPeer {

    private static final String TYPE = "application/pkixcmp";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI url;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private CmpPeer(URI url, X509Certificate certificate, PrivateKey key) {
        this.url = url;
        this.certificate = certificate;
        this.key = key;
    }

    /** One with the key and the certificate that a client of OpenSSL has. */
    static CmpPeer of(CmpClient client, String signer) throws IOException, GeneralSecurityException {
        String pem = Files.readString(client.folder().resolve(signer + ".key"));
        byte[] pkcs8 = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return new CmpPeer(
                URI.create(client.server().settings().httpUrl() + "/" + client.path()),
                Chains.leaf(Files.readString(client.folder().resolve(signer + ".pem"))),
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    }

    /** The header of a message that begins a transaction now. */
    static CmpHeader header() {
        return header(Clock.systemUTC().instant());
    }

    static CmpHeader header(Instant time) {
        return CmpHeader.request(new X500Principal(""), time);
    }

    /** A message, signed. */
    byte[] message(CmpHeader header, CmpBody body) {
        return new SignatureProtection(List.of(certificate), new FileKey(certificate.getPublicKey(), key))
                .protect(header, body);
    }

    /** Sends one, and reads the answer. */
    CmpMessage send(CmpHeader header, CmpBody body) throws IOException, InterruptedException, CmpException {
        return CmpMessage.parseResponse(answer(message(header, body)));
    }

    /** The answer to a message: CMP's, whatever it says. */
    byte[] answer(byte[] message) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = post(TYPE, message);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(TYPE);
        return answer.body();
    }

    HttpResponse<byte[]> post(String type, byte[] message) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(url)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(message))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    /** A key on P-256 that is in a file, or in no token. */
    record FileKey(PublicKey publicKey, PrivateKey key) implements CaSigner {

        @Override
        public SignatureScheme scheme() {
            return SignatureScheme.ECDSA_P256_SHA256;
        }

        @Override
        public byte[] sign(byte[] octets) {
            try {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(key);
                signature.update(octets);
                return signature.sign();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
