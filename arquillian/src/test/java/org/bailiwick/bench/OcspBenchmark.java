package org.bailiwick.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.quickstart.Home;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * OCSP over plain HTTP against a real server, with 8 and 32 connections that are kept alive: how many answers a second, and
 * how much CPU time of the server's process one takes. Without a nonce answers are kept and served again; with one, each is
 * signed in the token.
 */
public final class OcspBenchmark {

    private static final int CERTIFICATES = 200;
    private static final int NONCE = 32;
    private static final int[] CONNECTIONS = {8, 32};

    /** An answer that was signed: a SEQUENCE of more than 255 octets that begins with the status successful. */
    private static final byte[] SUCCESSFUL = {0x0a, 0x01, 0x00};

    private final Bench bench;
    private final URI responder;
    private final X509Certificate issuer;
    private final List<byte[]> kept = new ArrayList<>();
    private final List<byte[]> signed = new ArrayList<>();

    private OcspBenchmark(Bench bench, List<String> chains) throws CertificateException {
        this.bench = bench;
        this.issuer = all(chains.get(0)).get(1);
        this.responder = IssuerUrls.of(
                        bench.server().settings().httpUrl(),
                        CertificateChain.ofDer(List.of(issuer.getEncoded())).keyFingerprint())
                .ocsp();
        for (String chain : chains) {
            BigInteger serial = all(chain).get(0).getSerialNumber();
            kept.add(OcspConnection.get(responder, Base64.getEncoder().encodeToString(encoded(serial, 0))));
            signed.add(OcspConnection.post(responder, encoded(serial, NONCE)));
        }
    }

    /** What is asked for. */
    private enum Load {
        /** By GET, without a nonce: what is kept is served. */
        KEPT("kept", 40_000),
        /** By POST, with a nonce: each is signed. */
        SIGNED("signed", 10_000);

        private final String word;
        private final int answers;

        Load(String word, int answers) {
            this.word = word;
            this.answers = answers;
        }
    }

    /**
     * Runs it.
     *
     * @param arguments the top of the source tree; a folder for the data and the result; which databases
     */
    public static void main(String... arguments) throws Exception {
        Bench.endWithMain();
        Path folder = Files.createDirectories(Path.of(arguments[1])).toAbsolutePath();
        List<String> json = new ArrayList<>();
        for (Bench.Database database : Bench.Database.values()) {
            if (arguments[2].contains(database.word())) {
                try (Bench bench = Bench.start(database, Home.of(Path.of(arguments[0])), folder)) {
                    json.addAll(new OcspBenchmark(bench, chains(bench)).measureAll(database.label()));
                }
            }
        }
        Path result = folder.resolve("ocsp-bench.json");
        Files.writeString(result, "[\n" + String.join(",\n", json) + "\n]\n");
        System.out.println("The figures as JSON: " + result);
        // the responder's and the database's threads are no daemons
        System.exit(0);
    }

    private static List<String> chains(Bench bench) throws IOException, InterruptedException {
        BenchClient client =
                new BenchClient(bench.server().directory(), bench.server().root(), bench.answers(), new Latencies());
        client.register();
        List<String> chains = new ArrayList<>();
        for (int i = 0; i < CERTIFICATES; i++) {
            chains.add(client.issue("ocsp-" + i + ".localhost"));
        }
        return chains;
    }

    private List<String> measureAll(String database) throws Exception {
        List<String> json = new ArrayList<>();
        awaitResponder();
        for (Load load : Load.values()) {
            WarmUp compiler = new WarmUp();
            while (!compiler.done()) {
                Figures now = measure(load, 8);
                System.out.printf(
                        Locale.ROOT, "warming up, %s: %.3f ms of server CPU per answer%n", load.word, now.cpu);
                compiler.note(now.cpu);
            }
            for (int connections : CONNECTIONS) {
                Figures figures = measure(load, connections);
                System.out.printf(
                        Locale.ROOT,
                        "%-11s %-6s %2d connections: %8.1f answers/s   %6.3f ms of server CPU per answer%n",
                        database,
                        load.word,
                        connections,
                        figures.perSecond,
                        figures.cpu);
                json.add(String.format(
                        Locale.ROOT,
                        "{\"database\": \"%s\", \"answers\": \"%s\", \"connections\": %d, \"perSecond\": %.1f, \"serverCpuMsPerAnswer\": %.3f}",
                        database,
                        load.word,
                        connections,
                        figures.perSecond,
                        figures.cpu));
            }
        }
        return json;
    }

    private record Figures(double perSecond, double cpu) {}

    private Figures measure(Load load, int connections) throws IOException, InterruptedException, ExecutionException {
        AtomicInteger left = new AtomicInteger(load.answers);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        Duration cpu = Benchmark.cpu(bench.server());
        long begin = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            running.add(threads.submit(() -> {
                try (OcspConnection connection = new OcspConnection(responder)) {
                    while (left.getAndDecrement() > 0) {
                        require(connection.exchange(request(load)));
                    }
                }
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double used = Benchmark.cpu(bench.server()).minus(cpu).toNanos() / 1e6;
        threads.shutdown();
        return new Figures(load.answers / seconds, used / load.answers);
    }

    private void awaitResponder() throws IOException, InterruptedException {
        try (OcspConnection connection = new OcspConnection(responder)) {
            for (int looks = 0; looks < 300; looks++) {
                if (isSuccessful(connection.exchange(request(Load.SIGNED)))) {
                    return;
                }
                Thread.sleep(200);
            }
        }
        throw new IllegalStateException("the issuer has no OCSP responder");
    }

    /** One of those that were made before, with another nonce: that is at its end. */
    private byte[] request(Load load) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int which = random.nextInt(CERTIFICATES);
        if (load == Load.KEPT) {
            return kept.get(which);
        }
        byte[] request = signed.get(which).clone();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, request, request.length - NONCE, NONCE);
        return request;
    }

    private byte[] encoded(BigInteger serial, int nonce) {
        try {
            OCSPReqBuilder builder = new OCSPReqBuilder()
                    .addRequest(new CertificateID(
                            new JcaDigestCalculatorProviderBuilder()
                                    .build()
                                    .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE)),
                            new JcaX509CertificateHolder(issuer),
                            serial));
            if (nonce > 0) {
                builder.setRequestExtensions(new Extensions(new Extension(
                        OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                        false,
                        new DEROctetString(new byte[nonce]).getEncoded())));
            }
            return builder.build().getEncoded();
        } catch (OCSPException | OperatorCreationException | CertificateException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void require(byte[] answer) {
        if (!isSuccessful(answer)) {
            throw new IllegalStateException("an answer that was not signed");
        }
    }

    private static boolean isSuccessful(byte[] answer) {
        return answer.length > 300
                && answer[4] == SUCCESSFUL[0]
                && answer[5] == SUCCESSFUL[1]
                && answer[6] == SUCCESSFUL[2];
    }

    private static List<X509Certificate> all(String pem) throws CertificateException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate each : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
            chain.add((X509Certificate) each);
        }
        return chain;
    }
}
