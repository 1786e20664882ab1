package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.person.LoggedIn;
import org.junit.jupiter.api.Test;

/** Attributes as octets. Services in them are tested on servers (PortalNodeDeathIT). */
class SessionContentTest {

    @Test
    void attributesThatReferToOneAnotherDoSoAfterwards() throws IOException, ClassNotFoundException {
        ArrayList<String> shared = new ArrayList<>(List.of("x"));
        LoggedIn loggedIn = new LoggedIn(new UUID(1, 2), 3, Instant.EPOCH);
        Map<String, Object> read = SessionContent.read(SessionContent.write(Map.of(
                "one", shared, "other", shared, "who", loggedIn, "type", int.class, "flags", new boolean[] {true})));
        assertThat(read)
                .containsOnlyKeys("one", "other", "who", "type", "flags")
                .containsEntry("who", loggedIn);
        assertThat(read.get("one")).isEqualTo(shared).isSameAs(read.get("other"));
        assertThat(read.get("type")).isEqualTo(int.class);
    }

    @Test
    void whatCannotGoElsewhereIsNamed() {
        assertThatExceptionOfType(NotSerializableException.class)
                .isThrownBy(() -> SessionContent.write(Map.of("thread", Thread.currentThread())))
                .withMessageContaining("Thread");
    }
}
