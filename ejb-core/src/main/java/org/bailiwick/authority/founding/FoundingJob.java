package org.bailiwick.authority.founding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.job.Job;

/**
 * Makes an authority that somebody waits for. What the token refuses is told to him, and what it keeps of keys that came to
 * nothing, and he may ask again; a node that dies is followed by another, which makes other keys.
 */
@ApplicationScoped
public class FoundingJob implements Job {

    static final String NAME = "found-authority";

    private static final Logger LOG = System.getLogger(FoundingJob.class.getName());

    @Inject
    FoundingSteps steps;

    @Inject
    FoundingWork work;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Instant> run(String subject) {
        UUID id = UUID.fromString(subject);
        steps.take(id).ifPresent(founding -> make(id, founding));
        return Optional.empty();
    }

    private void make(UUID id, Founding founding) {
        try {
            work.make(founding.administrator(), founding.wanted(), authority -> steps.end(id, authority));
        } catch (AdminException refused) {
            if (refused.refusal() == Refusal.UNCERTAIN) {
                // it names keys, and if the database is away this is the only place that they are told in
                LOG.log(
                        Level.WARNING,
                        "It is not known whether the authority {0} was made. {1}",
                        founding.name(),
                        refused.getMessage());
            }
            steps.refuse(id, sentences(refused));
        } catch (TokenException away) {
            LOG.log(
                    Level.WARNING,
                    "The authority {0} is not made, as its token does not answer: {1}",
                    founding.name(),
                    away.getMessage());
            steps.refuse(id, "%s. %s Then ask again.".formatted(away.getMessage(), away.hint()));
        }
    }

    /** What is wrong, and each thing of it. */
    static String sentences(AdminException refused) {
        return Stream.concat(Stream.of(String.valueOf(refused.getMessage())), refused.errors().stream())
                .collect(Collectors.joining(" "));
    }
}
