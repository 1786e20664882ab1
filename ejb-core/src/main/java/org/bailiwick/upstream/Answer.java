package org.bailiwick.upstream;

import java.time.Duration;
import java.util.List;
import org.bailiwick.acme.Problem;
import org.bailiwick.ca.CertificateChain;

/** What came of a request. */
public sealed interface Answer {

    /**
     * A certificate, which was judged to be what was asked for.
     *
     * @param path the certificate first, then up to a trust anchor
     */
    record Issued(CertificateChain path) implements Answer {}

    /**
     * A certificate, which was judged to be something else. The CA was told so, as far as it wants to know.
     *
     * @param certificate whatever came, DER
     * @param findings a clause for each thing that is wrong with it
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    record Unsound(byte[] certificate, List<String> findings) implements Answer {

        public Unsound {
            findings = List.copyOf(findings);
        }
    }

    /** It is revoked, now or since before. */
    record Revoked() implements Answer {}

    /**
     * The answer is not there yet.
     *
     * @param pause how long the CA would have us wait; whatever it says
     * @param ticket what to ask again with
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    record Waiting(Duration pause, byte[] ticket) implements Answer {}

    /**
     * The CA will not do it.
     *
     * @param problem why, for an ACME client
     */
    record Refused(Problem problem) implements Answer {}

    /**
     * Nothing is known: no answer came, or one that cannot be believed or does not end the matter. It is to be asked again.
     *
     * @param reason a sentence for an administrator
     * @param over whether the CA knows nothing of this transaction any more, or something else, so that only another one helps
     */
    record Away(String reason, boolean over) implements Answer {

        /** It may go on where it is. */
        public Away(String reason) {
            this(reason, false);
        }
    }
}
