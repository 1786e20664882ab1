package org.bailiwick.authority.founding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bailiwick.admin.AdminException;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.authority.founding.FirstIssuer.OtherRoot;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.junit.jupiter.api.Test;

/** What whoever waits is told. */
class FoundingJobTest {

    private final Told told = new Told();

    @Test
    void whatIsMadeIsWrittenDown() {
        run(() -> {});
        assertThat(told.lines).containsExactly("ended");
    }

    @Test
    void whatIsRefusedIsToldWithEachReason() {
        run(() -> {
            throw AdminException.invalid("It would not be sound.", List.of("No key.", "No name."));
        });
        assertThat(told.lines).containsExactly("It would not be sound. No key. No name.");
    }

    @Test
    void soIsATokenThatIsAway() {
        run(() -> {
            throw new TokenUnavailable("The token does not answer", "Check the HSM.", null, null);
        });
        assertThat(told.lines).containsExactly("The token does not answer. Check the HSM. Then ask again.");
    }

    /** It names keys that are left, which nobody else would tell. */
    @Test
    void soIsWhatNobodyKnows() {
        run(() -> {
            throw AdminException.uncertain("The keys \"a\", \"b\" were made. See whether it is there.");
        });
        assertThat(told.lines).containsExactly("The keys \"a\", \"b\" were made. See whether it is there.");
    }

    /** What makes the keys is to know it, as it destroys them then. */
    @Test
    void whoMadeTheKeysLearnsThatTheyWereNotWrittenDown() {
        told.late = true;
        run(() -> {});
        assertThat(told.lines).containsExactly("destroyed", "Too late.");
    }

    private void run(Runnable token) {
        FoundingJob job = Injected.into(new FoundingJob(), told, new FoundingWork() {
            @Override
            <T> T make(UUID administrator, NewAuthority wanted, Function<Supplier<OperatedAuthority>, T> writing) {
                assertThat(administrator).isEqualTo(new UUID(7, 7));
                token.run();
                try {
                    return writing.apply(() -> {
                        throw new AssertionError("not within this test");
                    });
                } catch (AdminException refused) {
                    told.lines.add("destroyed");
                    throw refused;
                }
            }
        });
        assertThat(job.run(new UUID(1, 2).toString())).isEmpty();
    }

    /** What is written down of it. */
    private static final class Told extends FoundingSteps {

        private final List<String> lines = new ArrayList<>();
        private boolean late;

        @Override
        public Optional<Founding> take(UUID id) {
            WantedKey key = new WantedKey(
                    CaSubject.parse("CN=Issuing"),
                    KeyAlgorithm.EC_P256,
                    KeyAlgorithm.EC_P256.scheme(),
                    Optional.empty());
            return Optional.of(new Founding(
                    new UUID(7, 7),
                    new NewAuthority(new UUID(3, 3), new AuthorityName("plant"), null, new OtherRoot(key)),
                    Population.NOW));
        }

        @Override
        public UUID end(UUID id, Supplier<OperatedAuthority> writing) {
            if (late) {
                throw AdminException.conflict("Too late.");
            }
            lines.add("ended");
            return new UUID(8, 8);
        }

        @Override
        public void refuse(UUID id, String why) {
            lines.add(why);
        }
    }
}
