package org.bailiwick.ra.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bailiwick.authority.CaKey;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.MacProtection;
import org.bailiwick.cmp.SignatureProtection;

/** Protects answers as their messages were protected: by the secret, or by the key of the authority's issuer. */
@ApplicationScoped
public class AnswerProtection {

    @Inject
    Issuers issuers;

    @Inject
    TokenCalls calls;

    /**
     * Protects one.
     *
     * @param header that it has
     * @return DER of the PKIMessage
     * @throws org.bailiwick.hsm.TokenException if the token does not sign now
     * @throws org.bailiwick.authority.NoActiveIssuerException if the authority has no key that could sign it
     */
    byte[] protect(VerifiedSender recipient, CmpHeader header, Reply reply) {
        if (recipient.secret().isPresent()) {
            MacProtection secret = recipient.secret().get();
            return secret.protect(header, reply.body(), reply.chain());
        }
        return signed(recipient.registrationAuthority().authority(), header, reply);
    }

    private byte[] signed(UUID authority, CmpHeader header, Reply reply) {
        ReadyIssuer issuer = issuers.activeOf(authority);
        CertificateChain own = issuer.issuer().chain();
        CaKey key = issuers.keyOf(issuer.id());
        SignatureProtection protection = new SignatureProtection(own.certificates(), issuers.messagesOf(issuer.id()));
        List<byte[]> others = without(own.der(), reply.chain());
        return calls.begin(key.token(), () -> protection.protect(header, reply.body(), others))
                .await();
    }

    /** What is there already is not sent twice. */
    private static List<byte[]> without(List<byte[]> there, List<byte[]> more) {
        return more.stream()
                .filter(each -> there.stream().noneMatch(known -> Arrays.equals(known, each)))
                .toList();
    }
}
