package org.bailiwick.upstream;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.UpstreamEvent;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.hash.Sha256;
import org.bailiwick.job.Jobs;
import org.jspecify.annotations.Nullable;

/** Writes down which CA makes an authority's certificates, and has the enrolment there begun with that. Calls no token. */
@Stateless
public class UpstreamRecords {

    @Inject
    Authorities authorities;

    @Inject
    UpstreamAuthorities upstreams;

    @Inject
    Jobs jobs;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Adds an authority.
     *
     * @param by who wants it; null if it is the settings
     * @param secret for the enrolment, encrypted for an authority of that name
     * @throws AdminException {@code INVALID} if there is no such team; {@code CONFLICT} if the name is taken
     */
    public Authority found(@Nullable UUID by, NewUpstream wanted, SealedEnrolmentSecret secret) {
        if (authorities.team(wanted.team()).isEmpty()) {
            throw AdminException.invalid("There is no team of the id that \"team\" names.");
        }
        Instant now = clock.instant();
        Authority authority = Authority.upstream(wanted.team(), wanted.name(), now);
        authorities.addNew(authority);
        audit.record(new AdministrationEvent.AuthorityCreated(by, authority.id(), wanted.team(), authority.name(), ""));
        UpstreamAuthority upstream = new UpstreamAuthority(authority, wanted.url(), wanted.trustAnchors(), secret, now);
        upstreams.add(upstream);
        begin(by, upstream, now);
        return authority;
    }

    /**
     * Gives an authority a new secret, and has it enrolled by that. What it has stays in use until then.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public void enrolAgain(UUID by, UUID authority, SealedEnrolmentSecret secret) {
        Instant now = clock.instant();
        UpstreamAuthority upstream =
                upstreams.lock(authority).orElseThrow(() -> AdminException.unknown("upstream authority"));
        upstream.enrolBy(secret);
        begin(by, upstream, now);
    }

    private void begin(@Nullable UUID by, UpstreamAuthority upstream, Instant now) {
        audit.record(new UpstreamEvent.Configured(
                by,
                upstream.authority(),
                upstream.url().toString(),
                fingerprints(upstream.anchors().certificates())));
        String subject = upstream.authority().toString();
        jobs.scheduleUnlessThere(EnrolmentJob.NAME, subject, now);
        jobs.reschedule(EnrolmentJob.NAME, subject, now);
    }

    private static List<String> fingerprints(List<X509Certificate> certificates) {
        try {
            List<String> fingerprints = new ArrayList<>();
            for (X509Certificate certificate : certificates) {
                fingerprints.add(Sha256.hexadecimal(certificate.getEncoded()));
            }
            return fingerprints;
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has an encoding", impossible);
        }
    }
}
