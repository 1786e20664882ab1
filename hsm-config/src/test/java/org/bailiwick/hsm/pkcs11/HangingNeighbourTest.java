package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SelfSigned;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several tokens of one library, of which one hangs. */
class HangingNeighbourTest {

    private static final byte[] TBS = "to be signed".getBytes(StandardCharsets.US_ASCII);

    /** None of what is asked for takes a second; a test that hangs ends. */
    private static final Duration AT_LAST = Duration.ofMinutes(1);

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    private final Pkcs11TokenConfig hanging = softHsm.createToken().token();
    private final Pkcs11TokenConfig second = softHsm.createToken().token();
    private final Pkcs11TokenConfig third = softHsm.createToken().token();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void tokenIsConnectedToWhileItsNeighbourHangs() throws Exception {
        try (Pkcs11Token neighbour = new Pkcs11Token(hanging);
                Pkcs11Token known = new Pkcs11Token(second);
                Pkcs11Token knownAgain = new Pkcs11Token(second);
                Pkcs11Token neverSeen = new Pkcs11Token(third)) {
            assertThat(neighbour.keys()).isEmpty();
            assertThat(known.keys()).isEmpty();
            Future<TokenDescription> waiting;
            try (HeldFiles held = new HeldFiles(softHsm.files(hanging))) {
                assertThat(held).isNotNull();
                waiting = threads.submit(neighbour::description);
                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS));
                for (Pkcs11Token token : List.of(knownAgain, neverSeen)) {
                    assertThat(threads.submit(token::keys))
                            .succeedsWithin(AT_LAST)
                            .asInstanceOf(InstanceOfAssertFactories.LIST)
                            .isEmpty();
                }
                assertThat(waiting).isNotDone();
            }
            assertThat(waiting.get().label()).isEqualTo(hanging.tokenLabel());
        }
    }

    /** Only a library that is initialised afresh would find what is lost; that waits for the call that hangs, and no one else. */
    @Test
    void whileOneHangsAndAnotherIsLostAThirdGoesOn() throws Exception {
        Pkcs11TokenConfig fourth = softHsm.createToken().token();
        ReentrantReadWriteLock lock = Sessions.lockOf(Pkcs11Library.at(hanging.library()));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (Pkcs11Token neighbour = new Pkcs11Token(hanging);
                Pkcs11Token lost = new Pkcs11Token(second);
                Pkcs11Token alsoLost = new Pkcs11Token(third);
                Pkcs11Token well = new Pkcs11Token(fourth)) {
            CaSigner signer = signer(well);
            assertThat(lost.keys()).isEmpty();
            assertThat(alsoLost.keys()).isEmpty();
            Future<String> waiting = threads.submit(() -> neighbour.perform("it hangs", connection -> {
                begun.countDown();
                await(end);
                return "late";
            }));
            begun.await();
            softHsm.remove(second);
            softHsm.remove(third);
            // takes as long as makes the call one that hangs
            assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(lost::keys);
            Future<List<TokenKey>> looking = threads.submit(alsoLost::keys);
            while (!looking.isDone()) {
                assertThat(signer.sign(TBS)).isNotEmpty();
                assertThat(lock.hasQueuedThreads()).isFalse();
            }
            assertThat(looking).failsWithin(AT_LAST).withThrowableThat().withCauseInstanceOf(TokenUnavailable.class);
            assertThat(waiting).isNotDone();
            end.countDown();
            assertThat(waiting.get()).isEqualTo("late");
        } finally {
            end.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private static CaSigner signer(Pkcs11Token token) {
        token.generateKeyPair("ca", KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=ca"));
        return token.signer("ca");
    }
}
