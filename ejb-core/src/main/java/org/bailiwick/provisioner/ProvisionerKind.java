package org.bailiwick.provisioner;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bailiwick.config.Setting;

/** Who gets certificates by a provisioner. */
public enum ProvisionerKind {
    /** ACME clients, at a directory of its own (RFC 8555). */
    ACME("acme") {
        @Override
        public boolean takes(Setting setting) {
            return setting.ofProvisioners();
        }
    },
    /** Administrators, who submit a certification request each time. Nothing is validated, and there are no accounts. */
    MANUAL("manual") {
        @Override
        public boolean takes(Setting setting) {
            return setting == Setting.PROFILES;
        }
    },
    /** Registration authorities, which validate themselves and relay requests (RFC 9810). There are no accounts here either. */
    RA("ra") {
        @Override
        public boolean takes(Setting setting) {
            return setting == Setting.PROFILES;
        }
    };

    private final String word;

    ProvisionerKind(String word) {
        this.word = word;
    }

    /** As the API, the audit log and the database write it. */
    public String word() {
        return word;
    }

    /** Whether a provisioner of this kind may have such a setting of its own. */
    public abstract boolean takes(Setting setting);

    /** The kind of that name, if there is one. */
    public static Optional<ProvisionerKind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** All of them, for a sentence. */
    public static String words() {
        return Arrays.stream(values()).map(ProvisionerKind::word).collect(Collectors.joining(", "));
    }
}
