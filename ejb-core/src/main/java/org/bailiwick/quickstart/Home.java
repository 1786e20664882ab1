package org.bailiwick.quickstart;

import java.nio.file.Path;

/**
 * Where the parts are that the quick start puts together.
 *
 * @param server the provisioned WildFly with the EAR in it
 * @param ceremony the key-ceremony tool with its libraries
 * @param softHsmInstaller the script that installs SoftHSM
 */
public record Home(Path server, Path ceremony, Path softHsmInstaller) {

    /**
     * As Maven builds them.
     *
     * @param project the top of the source tree
     */
    public static Home of(Path project) {
        return new Home(
                project.resolve("ear/target/server"),
                project.resolve("hsm-config/target/ceremony"),
                project.resolve("hsm-config/softhsm/install.sh"));
    }
}
