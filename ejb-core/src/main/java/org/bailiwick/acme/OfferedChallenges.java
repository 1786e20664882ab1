package org.bailiwick.acme;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The challenge types that a server offers. As text {@code http-01, dns-01}.
 *
 * @param types at least one, each once
 */
public record OfferedChallenges(List<ChallengeType> types) {

    public OfferedChallenges {
        types = List.copyOf(types);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("without a challenge type no name can be proved");
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException with a clause that names the item that is wrong
     */
    public static OfferedChallenges parse(String text) {
        return new OfferedChallenges(Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(OfferedChallenges::type)
                .distinct()
                .toList());
    }

    private static ChallengeType type(String name) {
        return Arrays.stream(ChallengeType.values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"%s\" is not a challenge type; write some of %s"
                        .formatted(Problem.printable(name), written(List.of(ChallengeType.values()), ", "))));
    }

    /**
     * Demands that each identifier can be proved by one of these types.
     *
     * @throws AcmeException {@code rejectedIdentifier} if one cannot
     */
    public void requireFor(List<Identifier> identifiers) {
        List<Problem> problems = identifiers.stream()
                .filter(identifier -> types.stream().noneMatch(type -> type.canProve(identifier)))
                .map(identifier -> unprovable(identifier).about(identifier))
                .toList();
        if (!problems.isEmpty()) {
            throw new AcmeException(Problem.together(problems));
        }
    }

    private static Problem unprovable(Identifier identifier) {
        boolean wildcard = identifier instanceof DnsIdentifier name && name.wildcard();
        String what = identifier instanceof IpIdentifier ? "An IP address" : wildcard ? "A wildcard name" : "A name";
        List<ChallengeType> by = Arrays.stream(ChallengeType.values())
                .filter(type -> type.canProve(identifier))
                .toList();
        return ProblemType.REJECTED_IDENTIFIER.problem(
                "%s is proved by %s only, which is not offered here.".formatted(what, written(by, " or ")));
    }

    private static String written(List<ChallengeType> types, String separator) {
        return types.stream().map(ChallengeType::wireName).collect(Collectors.joining(separator));
    }

    /** The text form. */
    @Override
    public String toString() {
        return written(types, ", ");
    }
}
