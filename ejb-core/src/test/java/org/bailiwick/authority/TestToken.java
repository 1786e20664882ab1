package org.bailiwick.authority;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.ca.StandInCertificate;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.bailiwick.hsm.softhsm.SoftHsm;
import org.bailiwick.schema.Injected;
import org.junit.jupiter.api.Assumptions;

/**
 * A SoftHSM token without a server. Where SoftHSM is not installed the tests are skipped, loudly; with {@code CI=true} in the
 * environment they fail.
 */
public final class TestToken {

    private TestToken() {}

    /** A new one, with a label that no other has. */
    public static Pkcs11TokenConfig create() {
        Path folder = Path.of(Objects.requireNonNull(System.getenv(SoftHsm.CONFIGURATION_VARIABLE), "the pom sets it"))
                .toAbsolutePath()
                .getParent();
        try {
            return SoftHsm.find(Optional.empty())
                    .createToken(
                            Objects.requireNonNull(folder),
                            "test-"
                                    + HexFormat.of()
                                            .toHexDigits(
                                                    ThreadLocalRandom.current().nextLong()))
                    .token();
        } catch (TokenUnavailable missing) {
            if ("true".equals(System.getenv("CI"))) {
                throw missing;
            }
            System.err.println("SKIPPED: " + missing.getMessage() + ". " + missing.hint());
            return Assumptions.abort(missing.getMessage());
        }
    }

    /** Makes a key pair in it, with a certificate that is good for nothing. */
    public static void generate(Pkcs11Token token, String label) {
        token.generateKeyPair(
                label,
                KeyAlgorithm.EC_P256,
                KeyAlgorithm.EC_P256.scheme(),
                key -> StandInCertificate.sign(CaSubject.parse("CN=" + label), key, Instant.EPOCH));
    }

    /** Calls to tokens on threads of the test's. */
    public static TokenCalls calls(ExecutorService threads) {
        ClassLoader loader = TestToken.class.getClassLoader();
        Object executor = Proxy.newProxyInstance(
                loader, new Class<?>[] {ManagedExecutorService.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(threads, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        return Injected.into(new TokenCalls(), executor, threadFactory());
    }

    /** A thread factory of a server; the container's part of it is not used. */
    public static ManagedThreadFactory threadFactory() {
        return (ManagedThreadFactory) Proxy.newProxyInstance(
                TestToken.class.getClassLoader(),
                new Class<?>[] {ManagedThreadFactory.class},
                (proxy, method, arguments) -> new Thread((Runnable) arguments[0]));
    }
}
