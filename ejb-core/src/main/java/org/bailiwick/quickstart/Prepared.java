package org.bailiwick.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.softhsm.SoftHsm;
import org.bailiwick.hsm.softhsm.SoftHsmToken;

/**
 * A data folder with everything that a server needs.
 *
 * @param settings what the server is started with, but for secrets
 * @param data the folder
 * @param environment what the server's process needs in its environment: where SoftHSM's tokens are, and secrets
 */
record Prepared(Settings settings, DataFolder data, Map<String, String> environment) {

    /**
     * Makes what is missing and leaves what is there.
     *
     * @param more what the processes that do that, and the server's, have in their environment beside this one's
     */
    static Prepared of(Settings wanted, Home home, Map<String, String> more) throws IOException, InterruptedException {
        wanted.requireNone(
                "the quick start makes that by itself",
                Setting.TOKEN_PIN_FILE,
                Setting.AUTHORITY_CHAIN,
                Setting.AUTHORITY_ROOT_KEY,
                Setting.TLS_KEYSTORE,
                Setting.TLS_PASSWORD);
        DataFolder data = DataFolder.at(wanted.data());
        for (Path folder : new Path[] {data.ca(), data.database(), data.tls(), data.log()}) {
            Files.createDirectories(folder);
        }
        SoftHsmToken token = softHsm(wanted, home).createToken(data.token(), wanted.tokenLabel());
        new FirstKeys(data, token, home.ceremony(), wanted, more).make();
        Map<String, String> environment = new TreeMap<>(more);
        environment.putAll(token.environment());
        String tlsPassword = DataFolder.secret(data.tls().resolve("password"));
        PlaceholderCertificate.make(wanted.tlsKeystore(), tlsPassword, wanted.host());
        environment.put(Setting.TLS_PASSWORD.environmentVariable(), tlsPassword);
        environment.put(
                Setting.DATABASE_PASSWORD.environmentVariable(),
                wanted.databasePassword().isPresent()
                        ? wanted.databasePassword().get()
                        : DataFolder.secret(data.database().resolve("password")));
        Settings settings = wanted.with(Map.of(
                Setting.TOKEN_LIBRARY, token.token().library().toString(),
                Setting.TOKEN_PIN_FILE, token.token().pinFile().toString(),
                Setting.AUTHORITY_ROOT_KEY, FirstKeys.ROOT));
        return new Prepared(settings, data, environment);
    }

    private static SoftHsm softHsm(Settings wanted, Home home) throws IOException, InterruptedException {
        try {
            return SoftHsm.find(wanted.tokenLibraryIfNamed());
        } catch (TokenException notInstalled) {
            QuickStart.say("SoftHSM is not here; installing it.");
            if (new ProcessBuilder("sh", home.softHsmInstaller().toString())
                            .inheritIO()
                            .start()
                            .waitFor()
                    != 0) {
                throw new QuickStartException(
                        "SoftHSM is missing and could not be installed; see above.", notInstalled);
            }
            return SoftHsm.find(wanted.tokenLibraryIfNamed());
        }
    }
}
