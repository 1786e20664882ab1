package org.bailiwick.admin.web.api;

import jakarta.json.JsonObject;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bailiwick.acme.Problem;
import org.bailiwick.admin.AdminException;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.founding.FirstIssuer;
import org.bailiwick.authority.founding.FirstIssuer.KeyInToken;
import org.bailiwick.authority.founding.FirstIssuer.OtherRoot;
import org.bailiwick.authority.founding.FirstIssuer.OwnRoot;
import org.bailiwick.authority.founding.NewAuthority;
import org.bailiwick.authority.founding.WantedKey;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;

/** A new authority as a request describes it, in one of three ways ({@code docs/authorities.md}). */
final class NewAuthorityJson {

    private static final int ROOT_YEARS = 20;
    private static final int ISSUING_YEARS = 10;
    private static final int MOST_YEARS = 50;

    private NewAuthorityJson() {}

    static NewAuthority parse(byte[] body) {
        Members members =
                Members.of(body, "team", "name", "token", "key", "scheme", "chain", "root", "issuing", "request");
        return new NewAuthority(
                members.id("team"),
                AuthorityName.asked(members.text("name")),
                members.optionalText("token").orElse(null),
                issuer(members));
    }

    private static FirstIssuer issuer(Members members) {
        Optional<JsonObject> root = members.optionalObject("root");
        Optional<JsonObject> issuing = members.optionalObject("issuing");
        Optional<JsonObject> request = members.optionalObject("request");
        Optional<String> key = members.optionalText("key");
        int ways = (root.isPresent() || issuing.isPresent() ? 1 : 0)
                + (request.isPresent() ? 1 : 0)
                + (key.isPresent() ? 1 : 0);
        if (ways != 1 || root.isPresent() != issuing.isPresent()) {
            throw AdminException.invalid(
                    "Say in one way where the authority has its key from: \"root\" and \"issuing\", \"request\", or \"key\".");
        }
        if (key.isEmpty()
                && (members.optionalText("scheme").isPresent()
                        || members.optionalText("chain").isPresent())) {
            throw AdminException.invalid(
                    "The members \"scheme\" and \"chain\" are for a \"key\" that is in the token.");
        }
        return key.<FirstIssuer>map(label -> new KeyInToken(
                        label,
                        members.optionalText("scheme").map(name -> constant("scheme", SignatureScheme.values(), name)),
                        members.optionalText("chain")))
                .or(() -> request.map(wanted ->
                        new OtherRoot(key("request", Members.of(wanted, "subject", "algorithm", "scheme", "key")))))
                .orElseGet(() -> ownRoot(root.orElseThrow(), issuing.orElseThrow()));
    }

    private static FirstIssuer ownRoot(JsonObject root, JsonObject issuing) {
        Members ofRoot = Members.of(root, "subject", "algorithm", "scheme", "key", "years");
        Members ofIssuing = Members.of(issuing, "subject", "algorithm", "scheme", "key", "years");
        WantedKey rootKey = key("root", ofRoot);
        WantedKey issuingKey = key("issuing", ofIssuing);
        int rootYears = years("root", ofRoot, ROOT_YEARS);
        int issuingYears = years("issuing", ofIssuing, Math.min(ISSUING_YEARS, rootYears));
        // each of its complaints is mended there
        return sound("issuing", () -> new OwnRoot(rootKey, rootYears, issuingKey, issuingYears));
    }

    private static WantedKey key(String where, Members members) {
        KeyAlgorithm algorithm = constant("algorithm", KeyAlgorithm.values(), members.text("algorithm"));
        SignatureScheme scheme = members.optionalText("scheme")
                .map(name -> constant("scheme", SignatureScheme.values(), name))
                .orElse(algorithm.scheme());
        return sound(
                where,
                () -> new WantedKey(
                        CaSubject.parse(members.text("subject")), algorithm, scheme, members.optionalText("key")));
    }

    private static int years(String where, Members members, int standard) {
        int years = members.optionalNumber("years").orElse(standard);
        if (years < 1 || years > MOST_YEARS) {
            throw AdminException.invalid(
                    "The member \"years\" of \"%s\" must be 1 to %d.".formatted(where, MOST_YEARS));
        }
        return years;
    }

    private static <T> T sound(String where, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException wrong) {
            throw AdminException.invalid("The member \"%s\" cannot be right: %s.".formatted(where, wrong.getMessage()));
        }
    }

    private static <E extends Enum<E>> E constant(String member, E[] all, String name) {
        return Arrays.stream(all)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> AdminException.invalid("The member \"%s\" has no value \"%s\"; there are %s."
                        .formatted(
                                member,
                                Problem.printable(name),
                                Arrays.stream(all).map(Enum::name).collect(Collectors.joining(", ")))));
    }
}
