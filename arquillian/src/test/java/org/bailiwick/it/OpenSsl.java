package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code openssl} command, with files in a folder. */
record OpenSsl(Path folder) {

    /** What an issuing CA's certificate needs beside names and dates. */
    static final String ISSUING =
            """
            basicConstraints=critical,CA:TRUE,pathlen:0
            keyUsage=critical,keyCertSign,cRLSign
            subjectKeyIdentifier=hash
            authorityKeyIdentifier=keyid
            """;

    /** Runs it; what it printed. */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("openssl.out");
        int status = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String printed = Files.readString(output);
        assertThat(status).as(String.join(" ", command) + ": " + printed).isZero();
        return printed;
    }

    /** A new root: {@code <name>.pem}, and its key. */
    OpenSsl root(String name, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "req",
                "-x509",
                "-nodes",
                "-days",
                "3650",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-384",
                "-subj",
                "/O=Example/CN=" + name,
                "-keyout",
                name + ".key",
                "-out",
                name + ".pem",
                "-addext",
                "keyUsage=critical,keyCertSign,cRLSign"));
        arguments.addAll(List.of(more));
        run(arguments.toArray(String[]::new));
        return this;
    }

    /** A new key and a request for its certificate: {@code <name>.csr}. */
    OpenSsl request(String name) throws IOException, InterruptedException {
        run(
                "req",
                "-new",
                "-nodes",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-subj",
                "/O=Example/CN=" + name,
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr");
        return this;
    }

    /** Answers {@code <request>.csr}: the certificate, PEM, which is also in {@code <request>.pem}. */
    String sign(String request, String ca, String extensions, String... more) throws IOException, InterruptedException {
        write("extensions", extensions);
        List<String> arguments = new ArrayList<>(List.of(
                "x509",
                "-req",
                "-in",
                request + ".csr",
                "-CA",
                ca + ".pem",
                "-CAkey",
                ca + ".key",
                "-CAcreateserial",
                "-extfile",
                "extensions",
                "-out",
                request + ".pem"));
        arguments.addAll(more.length == 0 ? List.of("-days", "1825") : List.of(more));
        run(arguments.toArray(String[]::new));
        return read(request + ".pem");
    }

    /** What {@code openssl verify} says of a chain as ACME clients get it. */
    String verify(String root, String chain) throws IOException, InterruptedException {
        write("chain.pem", chain);
        write("anchor.pem", root);
        return run(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-CAfile",
                "anchor.pem",
                "-untrusted",
                "chain.pem",
                "chain.pem");
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
