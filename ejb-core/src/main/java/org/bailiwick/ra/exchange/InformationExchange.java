package org.bailiwick.ra.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.GeneralMessage;
import org.bailiwick.cmp.GeneralMessage.Question;
import org.bailiwick.cmp.GeneralResponse;
import org.bailiwick.cmp.InformationType;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.revocation.PublishedRevocationLists;
import org.bailiwick.revocation.RevocationList;

/** Answers {@code genm} (RFC 9483 §4.3): certificates of CAs, a root's successor, and the CRL. What is not known is not answered. */
@ApplicationScoped
public class InformationExchange {

    /** In octets; who reads longer ones fetches them by HTTP. */
    private static final int LONGEST_LIST = 192 * 1024;

    @Inject
    Authorities authorities;

    @Inject
    Issuers issuers;

    @Inject
    PublishedRevocationLists lists;

    /**
     * Answers one.
     *
     * @throws CmpException {@code systemUnavail} if the authority has no certificate yet, {@code badRequest} if it is asked for its CRL
     *     more than once
     */
    Reply answer(RegistrationAuthority by, GeneralMessage message) throws CmpException {
        requireOneList(message);
        Issuer issuer = issuer(by.authority());
        CertificateChain chain = issuers.chainOf(issuer.id());
        GeneralResponse answer = GeneralResponse.empty();
        for (Question question : message.questions()) {
            answer = question.type().isPresent()
                    ? answered(answer, question, issuer, chain)
                    : answer.andNothingAbout(question);
        }
        return Reply.of(answer);
    }

    /** An answer is kept for a day, and who asks reads {@link org.bailiwick.cmp.CmpMessage#MAXIMUM_RESPONSE} octets. */
    static void requireOneList(GeneralMessage message) throws CmpException {
        long lists = message.questions().stream()
                .flatMap(question -> question.type().stream())
                .filter(type -> type == InformationType.CRL_STATUS_LIST || type == InformationType.CURRENT_CRL)
                .count();
        if (lists > 1) {
            throw new CmpException(FailureInfo.BAD_REQUEST, "The genm asks for a CRL more than once; ask once.");
        }
    }

    /** The newest that issues, or else the newest. */
    private Issuer issuer(UUID authority) throws CmpException {
        List<Issuer> all = authorities.issuersOf(authority);
        return all.stream()
                .filter(Issuer::active)
                .findFirst()
                .or(() -> all.stream().filter(each -> !each.crlOnly()).findFirst())
                .orElseThrow(() ->
                        new CmpException(FailureInfo.SYSTEM_UNAVAIL, "This authority waits for its own certificate."));
    }

    private GeneralResponse answered(GeneralResponse answer, Question question, Issuer issuer, CertificateChain chain) {
        return switch (question.type().orElseThrow()) {
            case CA_CERTIFICATES -> answer.andCaCertificates(chain.der());
            case ROOT_CA_CERTIFICATE ->
                hasSuccessor(question, issuer, chain)
                        ? answer.andRootUpdate(chain.rootDer(), Optional.empty(), Optional.empty())
                        : answer.andNothingAbout(question);
            case CRL_STATUS_LIST ->
                answer.andCrls(newest(chain)
                        .filter(list -> question.knownSince()
                                .filter(known -> !list.thisUpdate()
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .isAfter(known))
                                .isEmpty())
                        .flatMap(this::octets)
                        .stream()
                        .toList());
            case CURRENT_CRL ->
                newest(chain)
                        .flatMap(this::octets)
                        .map(answer::andCurrentCrl)
                        .orElseGet(() -> answer.andNothingAbout(question));
            case ROOT_CA_KEY_UPDATE, CERTIFICATE_REQUEST_TEMPLATE, CRLS -> answer.andNothingAbout(question);
        };
    }

    /** Whether what is asked about is the root of an issuer that was before, and the present one has another. */
    private boolean hasSuccessor(Question question, Issuer issuer, CertificateChain chain) {
        byte[] known = question.rootCertificate().orElse(new byte[0]);
        return !Arrays.equals(known, chain.rootDer())
                && authorities.issuersOf(issuer.authority()).stream()
                        .anyMatch(each ->
                                Arrays.equals(known, issuers.chainOf(each.id()).rootDer()));
    }

    private Optional<RevocationList> newest(CertificateChain chain) {
        return lists.find(chain.keyFingerprint()).filter(list -> list.octets() <= LONGEST_LIST);
    }

    private Optional<byte[]> octets(RevocationList list) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(list.octets());
        try {
            lists.write(list, octets);
        } catch (IOException replacedMeanwhile) {
            return Optional.empty();
        }
        return Optional.of(octets.toByteArray());
    }
}
