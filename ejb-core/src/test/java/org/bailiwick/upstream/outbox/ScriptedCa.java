package org.bailiwick.upstream.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.ca.OtherCa;
import org.bailiwick.upstream.Answer;
import org.bailiwick.upstream.Ask;
import org.bailiwick.upstream.Ask.Certification;
import org.bailiwick.upstream.Ask.Revocation;
import org.bailiwick.upstream.Judge;
import org.bailiwick.upstream.Upstream;
import org.bailiwick.upstream.UpstreamAccess;

/** A CA in memory that knows what it has given by the id of the order, and answers as it is told to. */
final class ScriptedCa implements Upstream {

    /** What it does with a request. */
    enum Act {
        /** It answers. */
        ANSWER,
        /** It is not reached. */
        AWAY,
        /** It does what it is asked for, and the answer is lost. */
        LOSE_ANSWER,
        /** It does what it is asked for, and this server dies before it has the answer. */
        OUTLIVE_US,
        /** It takes longer. */
        WAIT,
        /** It knows nothing of the transaction. */
        OUT_OF_STEP,
        /** It refuses. */
        REFUSE,
        /** It gives a certificate that is valid for years. */
        GIVE_TOO_MUCH
    }

    /** This server dies. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final OtherCa ca;
    private final OtherCa.Request client;
    private final Deque<Act> acts = new ArrayDeque<>();
    private final Map<String, Ask> written = new HashMap<>();

    /** What was sent, in its order. */
    final List<byte[]> sent = new ArrayList<>();

    /** By order; what was made of one stays. */
    final Map<UUID, byte[]> given = new HashMap<>();

    /** The certificates that were revoked, hexadecimal. */
    final Set<String> revoked = new HashSet<>();

    private int number;

    ScriptedCa(OtherCa ca, OtherCa.Request client) {
        this.ca = ca;
        this.client = client;
    }

    /** What it will do with the next requests; then it answers. */
    void will(Act... next) {
        acts.addAll(Arrays.asList(next));
    }

    @Override
    public byte[] write(UpstreamAccess access, Ask ask, Instant now) {
        number++;
        byte[] message = "message %d".formatted(number).getBytes(StandardCharsets.US_ASCII);
        written.put(HexFormat.of().formatHex(message), ask);
        return message;
    }

    @Override
    public Answer send(UpstreamAccess access, byte[] message, Judge judge, Instant now) {
        sent.add(message.clone());
        Ask ask = Objects.requireNonNull(written.get(HexFormat.of().formatHex(message)));
        Act act = acts.isEmpty() ? Act.ANSWER : acts.remove();
        return switch (act) {
            case AWAY -> new Answer.Away("Nobody is there.");
            case OUT_OF_STEP -> new Answer.Away("That is another transaction.", true);
            case WAIT -> new Answer.Waiting(Duration.ofDays(10_000), message);
            case REFUSE -> new Answer.Refused(ProblemType.REJECTED_IDENTIFIER.problem("The CA does not want this."));
            case ANSWER -> done(ask, judge, now);
            case LOSE_ANSWER -> {
                done(ask, judge, now);
                yield new Answer.Away("The answer did not come.");
            }
            case OUTLIVE_US -> {
                done(ask, judge, now);
                throw new Died();
            }
            case GIVE_TOO_MUCH -> {
                given.put(((Certification) ask).order(), ca.issueForYears(client, now, "host.corp"));
                yield done(ask, judge, now);
            }
        };
    }

    @Override
    public Answer askAgain(UpstreamAccess access, byte[] ticket, Judge judge, Instant now) {
        return send(access, ticket, judge, now);
    }

    private Answer done(Ask ask, Judge judge, Instant now) {
        if (ask instanceof Revocation revocation) {
            revoked.add(HexFormat.of().formatHex(revocation.certificate()));
            return new Answer.Revoked();
        }
        byte[] certificate =
                given.computeIfAbsent(((Certification) ask).order(), order -> ca.issue(client, now, "host.corp"));
        Judge.Verdict verdict = judge.judge(certificate, ca.others());
        return verdict instanceof Judge.Accepted accepted
                ? new Answer.Issued(accepted.path())
                : new Answer.Unsound(certificate, ((Judge.Rejected) verdict).findings());
    }
}
