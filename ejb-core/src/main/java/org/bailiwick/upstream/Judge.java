package org.bailiwick.upstream;

import java.util.List;
import org.bailiwick.ca.CertificateChain;

/** Judges a certificate that a CA gave, before it is taken. */
@FunctionalInterface
public interface Judge {

    /** For what brings no certificate. */
    Judge NONE = (certificate, others) -> new Rejected(List.of("no certificate was asked for"));

    /**
     * Judges one.
     *
     * @param certificate DER, whatever came
     * @param others DER, what came along
     */
    Verdict judge(byte[] certificate, List<byte[]> others);

    /** What it finds. */
    sealed interface Verdict {}

    /**
     * It is what was asked for.
     *
     * @param path the certificate first, then up to a trust anchor
     */
    record Accepted(CertificateChain path) implements Verdict {}

    /**
     * It is something else.
     *
     * @param findings a clause for each thing that is wrong with it
     */
    record Rejected(List<String> findings) implements Verdict {

        public Rejected {
            findings = List.copyOf(findings);
        }
    }
}
