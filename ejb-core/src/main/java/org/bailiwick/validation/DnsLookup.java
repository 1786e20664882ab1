package org.bailiwick.validation;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bailiwick.validation.DnsAnswer.Outcome;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.InvalidZoneDataException;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.RedirectOverflowException;
import org.xbill.DNS.lookup.ServerFailedException;

/**
 * Asks recursive name servers (RFC 1034 §5.3.1), one after the other, until one gives a definite answer. Nothing is
 * cached. Queries go over UDP with a random port and id, and again over TCP when the answer is truncated; answers to
 * another question and records of other names are dropped (dnsjava sees to all of this), and so is what contradicts the
 * answer's own header.
 */
final class DnsLookup {

    private static final int ROUNDS = 2;
    private static final int MAXIMUM_ALIASES = 8;
    private static final int MAXIMUM_RECORDS = 256;

    private static final Pattern RCODE = Pattern.compile("[A-Z0-9]{1,20}");

    private final List<NameServerAddress> servers;

    /** @param servers in the order in which they are asked; at least one */
    DnsLookup(List<NameServerAddress> servers) {
        this.servers = List.copyOf(servers);
    }

    /**
     * Asks for records. CNAMEs are followed.
     *
     * @param name absolute
     * @param types {@link Type} numbers, all asked for at the same time
     */
    DnsAnswer ask(Name name, List<Integer> types, Deadline deadline) {
        int tries = ROUNDS * servers.size();
        DnsAnswer answer = ask(servers.get(0), name, types, deadline.share(tries));
        for (int i = 1; i < tries && !answer.outcome().definite() && !deadline.passed(); i++) {
            answer = ask(servers.get(i % servers.size()), name, types, deadline.share(tries - i));
        }
        return answer;
    }

    private static DnsAnswer ask(NameServerAddress server, Name name, List<Integer> types, Deadline deadline) {
        SimpleResolver resolver = new Consistent(server);
        resolver.setTimeout(deadline.remaining());
        // On dnsjava's own thread: parsing a message is little work, and the common pool is not ours.
        LookupSession session = LookupSession.builder()
                .resolver(resolver)
                // dnsjava refuses the last one that this permits
                .maxRedirects(MAXIMUM_ALIASES + 1)
                .executor(Runnable::run)
                .build();
        List<CompletableFuture<LookupResult>> pending = types.stream()
                .map(type -> session.lookupAsync(name, type).toCompletableFuture())
                .toList();
        Question question = new Question(server.toString(), name, types);
        List<DnsAnswer> answers =
                pending.stream().map(p -> await(p, question, deadline)).toList();
        DnsAnswer decisive =
                answers.stream().max(Comparator.comparing(DnsAnswer::outcome)).orElseThrow();
        List<Record> records = answers.stream()
                .flatMap(a -> a.records().stream())
                .limit(MAXIMUM_RECORDS)
                .toList();
        return new DnsAnswer(decisive.outcome(), records, decisive.resolver(), decisive.sentence());
    }

    private static DnsAnswer await(CompletableFuture<LookupResult> pending, Question question, Deadline deadline) {
        try {
            LookupResult result = pending.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            List<Record> records = result.getRecords().stream()
                    .filter(r -> question.types().contains(r.getType()))
                    .toList();
            return records.isEmpty() ? question.noData() : question.answered(records);
        } catch (TimeoutException late) {
            return question.answer(Outcome.SILENT, "did not answer in time when asked for %s");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return question.answer(Outcome.SILENT, "was not waited for when asked for %s: this server is stopping");
        } catch (ExecutionException failure) {
            return question.failed(failure.getCause() == null ? failure : failure.getCause());
        }
    }

    /**
     * dnsjava believes records whatever the header says, and of any class (RFC 1035 §4.1.1). With an error there are none,
     * but for the aliases that lead to a name that does not exist (RFC 6604 §3).
     */
    private static final class Consistent extends SimpleResolver {

        Consistent(NameServerAddress server) {
            super(server.socket());
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            return super.sendAsync(query, executor).thenApply(Consistent::read);
        }

        private static Message read(Message answer) {
            if (!answer.getHeader().getFlag(Flags.QR) || answer.getHeader().getOpcode() != Opcode.QUERY) {
                throw new CompletionException(new IOException("not an answer to a query"));
            }
            for (Record each : List.copyOf(answer.getSection(Section.ANSWER))) {
                if (each.getDClass() != DClass.IN || !mayBeWith(answer.getRcode(), each.getType())) {
                    answer.removeRecord(each, Section.ANSWER);
                }
            }
            return answer;
        }

        private static boolean mayBeWith(int rcode, int type) {
            return rcode == Rcode.NOERROR || (rcode == Rcode.NXDOMAIN && (type == Type.CNAME || type == Type.DNAME));
        }
    }

    /** One question to one server, and how to word what came of it. */
    private record Question(String server, Name name, List<Integer> types) {

        DnsAnswer answered(List<Record> records) {
            return new DnsAnswer(Outcome.RECORDS, records, server, "%s answered".formatted(server));
        }

        DnsAnswer noData() {
            return answer(
                    Outcome.NO_DATA,
                    "says that %s has no "
                            + types.stream().map(Type::string).collect(Collectors.joining(" or "))
                            + " record");
        }

        DnsAnswer failed(Throwable cause) {
            if (cause instanceof NoSuchDomainException) {
                return answer(Outcome.NO_SUCH_NAME, "says that %s does not exist (NXDOMAIN)");
            } else if (cause instanceof NoSuchRRSetException) {
                return noData();
            } else if (cause instanceof RedirectOverflowException) {
                return answer(Outcome.BROKEN, "has a CNAME loop or a chain of more than 8 for %s");
            } else if (cause instanceof InvalidZoneDataException) {
                return answer(Outcome.BROKEN, "has contradicting CNAME records for %s");
            } else if (cause instanceof ServerFailedException) {
                return answer(Outcome.FAILED, "could not resolve %s (SERVFAIL)");
            } else if (cause instanceof LookupFailedException failure) {
                return answer(Outcome.FAILED, "did not want to resolve %s (" + rcode(failure) + ")");
            } else if (cause instanceof IOException) {
                return answer(Outcome.SILENT, "gave no readable answer for %s");
            }
            return answer(Outcome.FAILED, "gave an answer for %s that makes no sense");
        }

        /** REFUSED, for instance: dnsjava has it only as the last word of the message. */
        private static String rcode(LookupFailedException failure) {
            String message = failure.getMessage() == null ? "" : failure.getMessage();
            String word = message.substring(message.lastIndexOf(' ') + 1);
            return RCODE.matcher(word).matches() ? word : "error";
        }

        DnsAnswer answer(Outcome outcome, String predicate) {
            String absolute = name.toString(true);
            return new DnsAnswer(outcome, List.of(), server, server + " " + predicate.replace("%s", absolute));
        }
    }
}
