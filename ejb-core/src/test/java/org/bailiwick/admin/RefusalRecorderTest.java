package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.audit.RefusalEvent;
import org.bailiwick.audit.RefusalEvent.AdministrationRefused;
import org.bailiwick.audit.Refusals;
import org.bailiwick.schema.Injected;
import org.junit.jupiter.api.Test;

/** That many of one are told as a number is tested where they are counted. */
class RefusalRecorderTest {

    private final List<Optional<String>> subjects = new ArrayList<>();
    private final List<RefusalEvent> told = new ArrayList<>();

    private final Refusals refusals = new Refusals() {
        @Override
        public void record(Optional<String> known, String client, RefusalEvent refusal) {
            subjects.add(known);
            told.add(refusal);
        }
    };

    @Test
    void whatAnAdministratorMayNotHaveIsCountedWithHisOthers() {
        KnownCaller caller = KnownCaller.of(new UUID(1, 1));
        RefusalRecorder recorder = Injected.into(new RefusalRecorder(), caller, refusals);
        recorder.record("GET", "portal /audit\n", "role", null);
        assertThat(told).containsExactly(new AdministrationRefused(caller.id(), "GET portal /audit?", "role", null));
        assertThat(subjects).containsExactly(Optional.of(caller.id().toString()));
    }
}
