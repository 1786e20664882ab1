package org.bailiwick.hsm.softhsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh SoftHSM token for a test class: {@code @RegisterExtension static final SoftHsmExtension softHsm = new
 * SoftHsmExtension();}. Where SoftHSM is not installed the tests are skipped, loudly; with {@code CI=true} in the
 * environment they fail.
 *
 * <p>SoftHSM reads {@code SOFTHSM2_CONF} from the environment of the process, so the module's pom must set it:
 *
 * <pre>{@code
 * <artifactId>maven-surefire-plugin</artifactId>
 * <configuration><environmentVariables>
 *   <SOFTHSM2_CONF>${project.build.directory}/softhsm/softhsm2.conf</SOFTHSM2_CONF>
 * </environmentVariables></configuration>
 * }</pre>
 */
public final class SoftHsmExtension implements BeforeAllCallback, AfterAllCallback {

    private final List<SoftHsmToken> made = new ArrayList<>();
    private @Nullable SoftHsm softHsm;
    private @Nullable SoftHsmToken own;
    private @Nullable Pkcs11Token opened;

    @Override
    public void beforeAll(ExtensionContext context) {
        try {
            softHsm = SoftHsm.find(Optional.empty());
        } catch (TokenUnavailable e) {
            if ("true".equals(System.getenv("CI"))) {
                throw e;
            }
            System.err.println("SKIPPED " + context.getDisplayName() + ": " + e.getMessage() + ". " + e.hint());
            Assumptions.abort(e.getMessage());
        }
        own = createToken();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (opened != null) {
            opened.close();
        }
        made.forEach(this::delete);
    }

    /** The token of this test class, opened at the first use and closed after the last test. */
    public Pkcs11Token token() {
        if (opened == null) {
            opened = new Pkcs11Token(config());
        }
        return opened;
    }

    /** How to log in to the token of this test class. */
    public Pkcs11TokenConfig config() {
        return Objects.requireNonNull(own).token();
    }

    /** What another process that shall use the token must have in its environment. */
    public Map<String, String> environment() {
        return Objects.requireNonNull(own).environment();
    }

    /** Another token with a random label in the same folder; deleted after the last test. */
    public SoftHsmToken createToken() {
        return createToken(
                "test-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    /** Another token with a certain label. */
    public SoftHsmToken createToken(String label) {
        SoftHsmToken token = Objects.requireNonNull(softHsm).createToken(folder(), label);
        made.add(token);
        return token;
    }

    /** Takes a token away, as if it had been pulled out. */
    public void remove(Pkcs11TokenConfig token) {
        move(tokens(), away(), token);
    }

    /** Brings it back. */
    public void giveBack(Pkcs11TokenConfig token) {
        move(away(), tokens(), token);
    }

    /** The files of a token. SoftHSM locks them while it looks whether another process has changed them. */
    public List<Path> files(Pkcs11TokenConfig token) {
        try {
            return children(folderOf(tokens(), token).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to, Pkcs11TokenConfig token) {
        try {
            Files.createDirectories(to);
            Path folder = folderOf(from, token).orElseThrow();
            Files.move(folder, to.resolve(folder.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(SoftHsmToken token) {
        try {
            for (Path parent : List.of(tokens(), away())) {
                Optional<Path> folder = folderOf(parent, token.token());
                if (folder.isPresent()) {
                    for (Path file : children(folder.get())) {
                        Files.delete(file);
                    }
                    Files.delete(folder.get());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SoftHSM keeps a token in a folder with a random name; the label stands in its file token.object. */
    private static Optional<Path> folderOf(Path parent, Pkcs11TokenConfig token) throws IOException {
        for (Path folder : children(parent)) {
            Path object = folder.resolve("token.object");
            if (Files.exists(object)
                    && Files.readString(object, StandardCharsets.ISO_8859_1).contains(token.tokenLabel())) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    private static Path folder() {
        String configuration = System.getenv(SoftHsm.CONFIGURATION_VARIABLE);
        if (configuration == null) {
            throw new IllegalStateException("the pom must set " + SoftHsm.CONFIGURATION_VARIABLE
                    + " for surefire, see the Javadoc of " + SoftHsmExtension.class.getSimpleName());
        }
        return Objects.requireNonNull(Path.of(configuration).toAbsolutePath().getParent());
    }

    private static Path tokens() {
        return folder().resolve("tokens");
    }

    private static Path away() {
        return folder().resolve("away");
    }
}
