package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.softhsm.SoftHsm;
import org.bailiwick.hsm.softhsm.SoftHsmToken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * The command line of {@link KeyCeremony}. The transcript goes to standard output, one sentence to standard error if
 * something is wrong.
 *
 * <p>Exit codes: 0 done, 1 refused or a file could not be read or written, 2 wrong usage, 3 the token did not do it.
 */
@Command(
        name = "ceremony",
        description = "Generates, certifies and lists CA keys in a PKCS#11 token.",
        synopsisSubcommandLabel = "COMMAND",
        scope = CommandLine.ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Ceremony.Version.class,
        subcommands = {Ceremony.Generate.class, TranscriptCommands.class})
public final class Ceremony {

    private static final String KEYS = "One of ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).";
    private static final String SCHEMES =
            "How it signs: one of ${COMPLETION-CANDIDATES}; else as is usual for the key.";
    private static final String VALIDITY = "A calendar period such as P10Y or P18M (default ${DEFAULT-VALUE}).";

    private static final int REFUSED = 1;
    private static final int TOKEN_FAILED = 3;

    private final PrintWriter out;

    private Ceremony(PrintWriter out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** Runs one command, and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Ceremony(out))
                .registerConverter(X500Principal.class, X500Principal::new)
                .registerConverter(RevocationReason.class, RevocationReason::named)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(Ceremony::explain)
                .execute(arguments);
    }

    /** Says on standard error why a command failed, and returns its exit code. */
    static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        Throwable why = failure instanceof NotDoneException ? failure.getCause() : failure;
        command.getErr().println(Transcript.printable(sentence(failure)));
        return why instanceof TokenException ? TOKEN_FAILED : REFUSED;
    }

    /** What went wrong, for people. */
    static String sentence(Throwable failure) {
        if (failure instanceof TokenException token) {
            return token.getMessage() + ". " + token.hint();
        }
        if (failure instanceof IllegalArgumentException || failure instanceof NotDoneException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            return "A file cannot be read or written: " + failure.getMessage() + ".";
        }
        return "This should not happen; please report it: " + failure;
    }

    /** What this tool calls itself. */
    static String version() {
        String built = Ceremony.class.getPackage().getImplementationVersion();
        return "Bailiwick ceremony " + (built == null ? "(not packaged)" : built);
    }

    /** For {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {version()};
        }
    }

    /** {@code generate root}, {@code issuing}, {@code secret} and {@code audit}. */
    @Command(
            name = "generate",
            description = "Generates a key in the token, for one use only, that can never leave it.",
            synopsisSubcommandLabel = "COMMAND")
    static final class Generate {

        @ParentCommand
        private @Nullable Ceremony ceremony;

        @Command(name = "root", description = "A root key with its self-signed certificate.")
        void root(
                @Mixin TokenOptions token,
                @Option(names = "--label", required = true, description = "The new key's label.") String label,
                @Option(names = "--subject", required = true, description = "Such as \"CN=Example Root,O=Example\".")
                        X500Principal subject,
                @Option(names = "--key", defaultValue = "EC_P384", description = KEYS) KeyAlgorithm key,
                @Option(names = "--scheme", description = SCHEMES) Optional<SignatureScheme> scheme,
                @Option(names = "--validity", defaultValue = "P20Y", description = VALIDITY) Period validity,
                @Option(names = "--out", description = "Where to write the certificate, PEM.") Optional<Path> file)
                throws IOException {
            token.perform(out(), (operations, files) -> {
                file.ifPresent(CeremonyFiles::requireNew);
                X509Certificate root =
                        operations.generateRoot(label, subject, key, scheme.orElse(key.scheme()), validity);
                if (file.isPresent()) {
                    files.write(file.get(), Pem.ofCertificates(List.of(root)));
                }
            });
        }

        @Command(
                name = "issuing",
                description = "An issuing CA's key; then csr, sign and import give it a certificate.")
        void issuing(
                @Mixin TokenOptions token,
                @Option(names = "--label", required = true, description = "The new key's label.") String label,
                @Option(names = "--subject", required = true, description = "The name the CA will have.")
                        X500Principal subject,
                @Option(names = "--key", defaultValue = "EC_P256", description = KEYS) KeyAlgorithm key,
                @Option(names = "--scheme", description = SCHEMES) Optional<SignatureScheme> scheme)
                throws IOException {
            token.perform(
                    out(),
                    (operations, files) ->
                            operations.generateIssuing(label, subject, key, scheme.orElse(key.scheme())));
        }

        @Command(
                name = "audit",
                description = "The key that signs the audit log's checkpoints, with its self-signed certificate.")
        void audit(
                @Mixin TokenOptions token,
                @Option(names = "--label", defaultValue = "audit", description = "Its label (default: audit).")
                        String label,
                @Option(
                                names = "--subject",
                                defaultValue = "CN=Bailiwick Audit Log",
                                description = "The name in its certificate (default ${DEFAULT-VALUE}).")
                        X500Principal subject,
                @Option(names = "--key", defaultValue = "EC_P256", description = KEYS) KeyAlgorithm key,
                @Option(names = "--validity", defaultValue = "P20Y", description = VALIDITY) Period validity,
                @Option(
                                names = "--out",
                                required = true,
                                description = "Where to write the certificate, PEM: for those who verify the log.")
                        Path file)
                throws IOException {
            token.perform(out(), (operations, files) -> {
                CeremonyFiles.requireNew(file);
                X509Certificate audit = operations.generateAudit(label, subject, key, key.scheme(), validity);
                files.write(file, Pem.ofCertificates(List.of(audit)));
            });
        }

        @Command(
                name = "secret",
                description = "An AES-256 key that a server keeps the secrets of external account keys with.")
        void secret(
                @Mixin TokenOptions token,
                @Option(names = "--label", defaultValue = "secrets", description = "The new key's label.") String label,
                @Option(
                                names = "--unless-present",
                                description = "Do nothing if the token has a secret key with this label.")
                        boolean unlessPresent)
                throws IOException {
            token.perform(out(), (operations, files) -> {
                if (!unlessPresent || !operations.hasSecret(label)) {
                    operations.generateSecret(label);
                }
            });
        }

        private PrintWriter out() {
            return Objects.requireNonNull(ceremony).out;
        }
    }

    @Command(name = "csr", description = "Writes a PKCS#10 request for the certificate of a CA.")
    void csr(
            @Mixin TokenOptions token,
            @Option(names = "--label", required = true, description = "The key.") String label,
            @Option(names = "--subject", required = true, description = "The name of the CA.") X500Principal subject,
            @Option(names = "--scheme", description = SCHEMES) Optional<SignatureScheme> scheme,
            @Option(names = "--out", required = true, description = "Where to write the request, PEM.") Path file)
            throws IOException {
        token.perform(out, (operations, files) -> {
            CeremonyFiles.requireNew(file);
            files.write(file, Pem.ofRequest(operations.signingWith(scheme).certificationRequest(label, subject)));
        });
    }

    @Command(name = "sign", description = "Issues a subordinate CA's certificate for a PKCS#10 request.")
    void sign(
            @Mixin TokenOptions token,
            @Mixin IssuingOptions issuing,
            @Option(names = "--label", required = true, description = "The key that signs.") String label,
            @Option(names = "--csr", required = true, description = "The request, PEM.") Path request,
            @Option(names = "--subject", description = "The new CA's name; else the one it asks for.")
                    Optional<X500Principal> subject,
            @Option(names = "--scheme", description = SCHEMES) Optional<SignatureScheme> scheme,
            @Option(
                            names = "--out",
                            required = true,
                            description = "Where to write the certificate and its chain, PEM.")
                    Path file)
            throws IOException {
        token.perform(out, (operations, files) -> {
            CeremonyFiles.requireNew(file);
            SubordinateTerms terms = issuing.terms();
            byte[] der = Pem.request(files.read(request), request);
            KeyCeremony signing = operations.signingWith(scheme);
            X509Certificate signed = subject.isPresent()
                    ? signing.signSubordinate(label, der, subject.get(), terms)
                    : signing.signSubordinate(label, der, terms);
            List<X509Certificate> chain = new ArrayList<>(operations.certificateChain(label));
            chain.add(0, signed);
            files.write(file, Pem.ofCertificates(chain));
        });
    }

    /** In which form a CRL is written. */
    enum Form {
        DER,
        PEM
    }

    @Command(name = "crl", description = "Signs the next CRL of an off-line CA.")
    void crl(
            @Mixin TokenOptions token,
            @Mixin CrlOptions next,
            @Option(names = "--label", required = true, description = "The key of the CA.") String label,
            @Option(names = "--scheme", description = SCHEMES) Optional<SignatureScheme> scheme,
            @Option(
                            names = "--form",
                            defaultValue = "DER",
                            description =
                                    "One of ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}, as it is served).")
                    Form form,
            @Option(names = "--out", required = true, description = "Where to write the CRL.") Path file)
            throws IOException {
        token.perform(out, (operations, files) -> {
            CeremonyFiles.requireNew(file);
            byte[] der = KeyCeremony.der(operations.signingWith(scheme).signCrl(label, next.read(files)));
            files.write(file, form == Form.PEM ? Pem.ofCrl(der) : der);
        });
    }

    @Command(name = "import", description = "Stores a CA's certificate chain beside its key.")
    void importChain(
            @Mixin TokenOptions token,
            @Option(names = "--label", required = true, description = "The key.") String label,
            @Option(names = "--chain", required = true, description = "The chain, the CA's own certificate first, PEM.")
                    Path chain)
            throws IOException {
        token.perform(
                out, (operations, files) -> operations.importChain(label, Pem.certificates(files.read(chain), chain)));
    }

    @Command(
            name = "export",
            description = "Writes the certificate of a key, and its issuers' as far as they are there.")
    void export(
            @Mixin TokenOptions token,
            @Option(names = "--label", required = true, description = "The key.") String label,
            @Option(names = "--out", required = true, description = "Where to write them, PEM.") Path file)
            throws IOException {
        token.perform(out, (operations, files) -> {
            CeremonyFiles.requireNew(file);
            files.write(file, Pem.ofCertificates(operations.certificateChain(label)));
        });
    }

    @Command(name = "show", description = "Lists the keys in the token, their certificates and attributes.")
    void show(@Mixin TokenOptions token) throws IOException {
        token.perform(out, (operations, files) -> operations.show());
    }

    @Command(name = "softhsm", description = "Makes a token with SoftHSM, for trying things, and prints how to use it.")
    void softHsm(
            @Option(names = "--folder", required = true, description = "Where to keep it.") Path folder,
            @Option(names = "--token", required = true, description = "The token's label.") String label,
            @Option(names = "--library", description = "libsofthsm2.so, if it is in no usual place.")
                    Optional<Path> library) {
        SoftHsmToken made = SoftHsm.find(library).createToken(folder, label);
        made.environment().forEach((name, value) -> out.println("export " + name + "='" + value + "'"));
        out.println("# --library " + made.token().library() + " --token " + label + " --pin-file "
                + made.token().pinFile());
    }
}
