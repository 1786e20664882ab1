package org.bailiwick.upstream.cmp;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.CmpMessage.ProtectedBy;
import org.bailiwick.cmp.ErrorMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.Freshness;
import org.bailiwick.cmp.MacProtection;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.upstream.UpstreamAccess;
import org.bailiwick.upstream.UpstreamAccess.Certified;
import org.bailiwick.upstream.UpstreamAccess.Secret;

/**
 * Whether an answer is the CA's (RFC 9483 §3.5): protected by the secret, or signed by somebody who speaks for the CA; of this
 * transaction; and of now. What is not is as good as no answer: anybody may have sent it.
 *
 * @param access by what the CA is known
 * @param now the moment at which it came
 */
record AnswerCheck(UpstreamAccess access, Instant now) {

    /**
     * Demands it.
     *
     * @param asked the header of what it answers
     * @throws CmpException if it is not; the sentence says why
     */
    void require(CmpHeader asked, CmpMessage answer) throws CmpException {
        if (access.credential() instanceof Secret secret && answer.protectedBy() == ProtectedBy.MAC) {
            MacProtection.verify(answer, secret.secret());
        } else {
            SignatureProtection.verify(answer, signer(answer));
        }
        Freshness.requireAnswer(asked, answer.header());
        Freshness.USUAL.requireRecent(answer.header(), now);
    }

    private X509Certificate signer(CmpMessage answer) throws CmpException {
        if (answer.protectedBy() != ProtectedBy.SIGNATURE) {
            throw new CmpException(FailureInfo.WRONG_INTEGRITY, unsigned(answer));
        }
        X509Certificate shown = answer.signer().orElseGet(() -> namedSender(answer));
        try {
            return access.anchors().requireSpeaker(shown.getEncoded(), known(answer), now);
        } catch (IllegalArgumentException | CertificateEncodingException notTrusted) {
            throw new CmpException(
                    FailureInfo.SIGNER_NOT_TRUSTED,
                    "Who signed it is not trusted: %s.".formatted(notTrusted.getMessage()),
                    notTrusted);
        }
    }

    /**
     * A CA that does not know who asks, or will not hear him any more, answers without a signature: that ends
     * nothing, but is often the only hint at what is wrong.
     */
    private static String unsigned(CmpMessage answer) {
        return answer.body() instanceof ErrorMessage error
                ? "It is not signed, so anybody may have sent it; it says: %s"
                        .formatted(error.status().words())
                : "It is not signed.";
    }

    /** A signer that does not show its certificate is one that is trusted already, or nobody. */
    private X509Certificate namedSender(CmpMessage answer) {
        return access.anchors().certificates().stream()
                .filter(anchor ->
                        anchor.getSubjectX500Principal().equals(answer.header().sender()))
                .findFirst()
                .orElseGet(() -> access.anchors().certificates().get(0));
    }

    /** What may be between a certificate and an anchor: what came along, and the CAs above our own certificate. */
    List<byte[]> known(CmpMessage answer) {
        List<byte[]> known = new ArrayList<>(answer.extraCertificates());
        if (access.credential() instanceof Certified certified) {
            known.addAll(certified.chain().der());
        }
        return known;
    }
}
