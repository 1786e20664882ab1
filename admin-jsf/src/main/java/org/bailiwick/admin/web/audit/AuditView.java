package org.bailiwick.admin.web.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.audit.AuditTrail;
import org.bailiwick.audit.proof.AuditAdministration;
import org.jspecify.annotations.Nullable;

/** The audit log, searched. It is all in the page's address, so there is nothing to keep. */
@Named
@RequestScoped
public class AuditView {

    private static final int ROWS = 40;
    private static final int LONGEST = 300;
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    /** How far back it looks by itself: an event that mentions somebody is found by reading each. */
    private static final Duration LATELY = Duration.ofDays(30);

    @Inject
    AuditAdministration audit;

    @Inject
    Clock clock;

    private String kind = "";
    private String mentions = "";
    private String who = "";
    private String account = "";
    private String authority = "";
    private String since = "";
    private String until = "";
    private String before = "";
    private List<Row> rows = List.of();
    private String next = "";
    private String older = "";

    /**
     * An event in the list.
     *
     * @param who the id of the administrator who did it; empty if none did
     * @param name what he or it is called
     * @param facts the first of them
     */
    public record Row(long position, Instant at, String kind, String who, String name, String facts) {}

    public void load() {
        Instant end = Moment.parse("Before", until).orElse(END);
        Instant begin = Moment.parse("From", since).orElseGet(() -> lately(end));
        AuditTrail.Search search = new AuditTrail.Search(kindSought(), text("Mentions", mentions), begin, end, facts());
        List<AuditTrail.Entry> found = audit.find(search, place(), ROWS + 1);
        Map<String, String> names = new HashMap<>();
        rows = found.stream().limit(ROWS).map(entry -> row(entry, names)).toList();
        next = found.size() > ROWS ? Long.toString(rows.get(ROWS - 1).position()) : "";
        boolean more = since.isBlank()
                && next.isEmpty()
                && audit.oldest().filter(first -> first.isBefore(begin)).isPresent();
        older = more ? Moment.written(begin) : "";
    }

    private Instant lately(Instant end) {
        Instant now = clock.instant();
        return (end.isBefore(now) ? end : now).minus(LATELY).truncatedTo(ChronoUnit.MINUTES);
    }

    private Row row(AuditTrail.Entry entry, Map<String, String> names) {
        List<Fact> facts = Fact.of(entry.facts());
        String id = Fact.administrator(facts);
        return new Row(
                entry.position(),
                entry.at(),
                entry.kind(),
                id,
                names.computeIfAbsent(id, this::name),
                Fact.brief(facts));
    }

    private String name(String id) {
        return Ids.uuid(id).flatMap(audit::nameOf).orElse(id);
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        text("Who", who).ifPresent(id -> facts.put("administrator", id));
        text("Account", account).ifPresent(id -> facts.put("account", id));
        text("Authority", authority).ifPresent(id -> facts.put("authority", id));
        return facts;
    }

    private Optional<String> kindSought() {
        if (!kind.isEmpty() && !kind.matches("[a-z0-9-]{1,60}")) {
            throw AdminException.invalid("A kind of event has small letters and hyphens.");
        }
        return Optional.of(kind).filter(sought -> !sought.isEmpty());
    }

    private Optional<Long> place() {
        if (!before.isEmpty() && !before.matches("[0-9]{1,18}")) {
            throw AdminException.invalid("The place in the log from which to go on is a number.");
        }
        return Optional.of(before).filter(place -> !place.isEmpty()).map(Long::valueOf);
    }

    private static Optional<String> text(String name, String given) {
        String text = given.strip();
        if (text.length() > LONGEST) {
            throw AdminException.invalid("“%s” has at most %d characters.".formatted(name, LONGEST));
        }
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    /** The kinds to choose from. */
    public List<String> getKinds() {
        return Kinds.ALL;
    }

    /** Whether anything is looked for. */
    public boolean isNarrowed() {
        return !(kind + mentions + who + account + authority + since + until).isBlank();
    }

    public List<Row> getRows() {
        return rows;
    }

    /** Where the next page begins; empty at the end. */
    public String getNext() {
        return next;
    }

    /** Before when older events are to be looked for, if it did so by itself only as far back; empty if there are none. */
    public String getOlder() {
        return older;
    }

    public String getKind() {
        return kind;
    }

    public void setKind(@Nullable String kind) {
        this.kind = given(kind);
    }

    public String getMentions() {
        return mentions;
    }

    public void setMentions(@Nullable String mentions) {
        this.mentions = given(mentions);
    }

    public String getWho() {
        return who;
    }

    public void setWho(@Nullable String who) {
        this.who = given(who);
    }

    public String getAccount() {
        return account;
    }

    public void setAccount(@Nullable String account) {
        this.account = given(account);
    }

    public String getAuthority() {
        return authority;
    }

    public void setAuthority(@Nullable String authority) {
        this.authority = given(authority);
    }

    public String getSince() {
        return since;
    }

    public void setSince(@Nullable String since) {
        this.since = given(since);
    }

    public String getUntil() {
        return until;
    }

    public void setUntil(@Nullable String until) {
        this.until = given(until);
    }

    public String getBefore() {
        return before;
    }

    public void setBefore(@Nullable String before) {
        this.before = given(before);
    }

    /** A field that was left empty may come as nothing. */
    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }
}
