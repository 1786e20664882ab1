package org.bailiwick.admin;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an administrator may do. Which operation is for whom says {@code docs/admin-api.md}. */
public enum Role {
    /** Everything, for all teams. */
    SUPER_ADMINISTRATOR(Name.SUPER_ADMINISTRATOR),
    /** Runs a team's authorities: provisioners, policies, accounts, certificates, external account keys. */
    AUTHORITY_ADMINISTRATOR(Name.AUTHORITY_ADMINISTRATOR),
    /** Gives external account keys of a team to clients, and takes them away. */
    EAB_OPERATOR(Name.EAB_OPERATOR),
    /** Reads, never writes: a team's things, or everything. */
    AUDITOR(Name.AUDITOR);

    /** The roles' names, for {@code @RolesAllowed}, which takes constants only. */
    public static final class Name {
        public static final String SUPER_ADMINISTRATOR = "super-administrator";
        public static final String AUTHORITY_ADMINISTRATOR = "authority-administrator";
        public static final String EAB_OPERATOR = "eab-operator";
        public static final String AUDITOR = "auditor";

        private Name() {}
    }

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** As the container, the API and the audit log write it. */
    public String word() {
        return word;
    }

    /** The role of that name, if there is one. */
    public static Optional<Role> named(String word) {
        for (Role role : values()) {
            if (role.word.equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** All of them, for a sentence. */
    public static String words() {
        return Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));
    }

    /** Whether one who has it is of one team always. */
    boolean needsTeam() {
        return this == AUTHORITY_ADMINISTRATOR || this == EAB_OPERATOR;
    }

    /** Whether one who has it may be of one team. */
    boolean admitsTeam() {
        return this != SUPER_ADMINISTRATOR;
    }
}
