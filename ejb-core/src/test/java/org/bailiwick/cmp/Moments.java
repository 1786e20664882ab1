package org.bailiwick.cmp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;

/** What these tests have in common: a moment, a CA's name. */
final class Moments {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final X500Principal CA = new X500Principal("CN=Issuing CA,O=Example");

    private Moments() {}

    static CmpHeader header() {
        return CmpHeader.request(CA, NOW);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
