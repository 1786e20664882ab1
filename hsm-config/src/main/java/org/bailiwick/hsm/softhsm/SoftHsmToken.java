package org.bailiwick.hsm.softhsm;

import java.nio.file.Path;
import java.util.Map;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;

/**
 * A token SoftHSM keeps in a folder.
 *
 * @param configuration the {@code softhsm2.conf} of that folder
 * @param token how to log in to it
 */
public record SoftHsmToken(Path configuration, Pkcs11TokenConfig token) {

    /**
     * What a process that uses the token must have in its environment from its start: SoftHSM reads it when it is
     * loaded, and a Java process cannot change its own environment.
     */
    public Map<String, String> environment() {
        return Map.of(SoftHsm.CONFIGURATION_VARIABLE, configuration.toString());
    }
}
