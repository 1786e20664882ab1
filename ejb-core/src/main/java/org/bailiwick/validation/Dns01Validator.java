package org.bailiwick.validation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/**
 * dns-01 (RFC 8555 §8.4): the digest of the key authorization must be among the TXT records of {@code _acme-challenge} below
 * the name; of a wildcard, below its base name. Aliases are followed, so that the records can be in another zone.
 *
 * <p>What is not there may be on its way from one name server to the next, or hidden by what a resolver remembers: it is
 * worth another attempt.
 */
public final class Dns01Validator implements ChallengeValidator {

    private static final String LABEL = "_acme-challenge.";
    private static final int SHOWN = 3;

    private final ValidationSettings settings;

    public Dns01Validator(ValidationSettings settings) {
        this.settings = settings;
    }

    @Override
    public ChallengeType type() {
        return ChallengeType.DNS_01;
    }

    @Override
    public ValidationResult validate(ChallengeAttempt attempt) {
        TraceRecorder trace = new TraceRecorder();
        try {
            Name name = recordName(attempt);
            String text = name.toString(true);
            List<String> values = values(name, trace);
            String expected = attempt.keyAuthorization().digestText();
            if (!values.contains(expected)) {
                throw ValidationFailure.passing(
                        ProblemType.INCORRECT_RESPONSE,
                        "No TXT record of %s has the expected value \"%s\"; found was %s."
                                .formatted(text, expected, quoted(values)));
            }
            trace.proven(text, "a TXT record is the digest of the key authorization");
            return new Proven(trace.trace());
        } catch (ValidationFailure failure) {
            return failure.notProven(trace.trace());
        }
    }

    private static Name recordName(ChallengeAttempt attempt) throws ValidationFailure {
        if (!(attempt.identifier() instanceof DnsIdentifier name)) {
            // RFC 8738 §7
            throw ValidationFailure.lasting(
                    ProblemType.MALFORMED, "dns-01 cannot prove an IP address; use http-01 or tls-alpn-01.");
        }
        try {
            return Name.fromString(LABEL + name.baseName(), Name.root);
        } catch (TextParseException tooLong) {
            throw ValidationFailure.lasting(
                    ProblemType.DNS,
                    "%s is too long to have a TXT record at %s below it; use http-01 or tls-alpn-01."
                            .formatted(name.baseName(), LABEL));
        }
    }

    private List<String> values(Name name, TraceRecorder trace) throws ValidationFailure {
        long start = System.nanoTime();
        String text = name.toString(true);
        DnsAnswer answer = settings.resolver().texts(name, Deadline.in(settings.timeLimit()));
        if (answer.found()) {
            List<String> values =
                    answer.records().stream().map(Dns01Validator::value).toList();
            trace.texts(text, answer, quoted(values), System.nanoTime() - start);
            return values;
        }
        trace.notResolved(text, answer);
        String detail = "No TXT record was found at %s: %s.".formatted(text, answer.sentence());
        throw answer.outcome() == DnsAnswer.Outcome.BROKEN
                ? ValidationFailure.lasting(ProblemType.DNS, detail)
                : ValidationFailure.passing(ProblemType.DNS, detail);
    }

    /** A record's strings are parts of one (RFC 7208 §3.3); an octet is a character here. */
    private static String value(Record txt) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ((TXTRecord) txt).getStringsAsByteArrays().forEach(whole::writeBytes);
        return whole.toString(StandardCharsets.ISO_8859_1);
    }

    private static String quoted(List<String> values) {
        String first = values.stream()
                .limit(SHOWN)
                .map(value -> "\"" + Problem.printable(value) + "\"")
                .collect(Collectors.joining(", "));
        return values.size() <= SHOWN ? first : "%s and %d more".formatted(first, values.size() - SHOWN);
    }
}
