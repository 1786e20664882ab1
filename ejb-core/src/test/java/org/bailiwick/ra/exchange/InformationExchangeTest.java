package org.bailiwick.ra.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.GeneralMessage;
import org.bailiwick.cmp.GeneralMessage.Question;
import org.bailiwick.cmp.GeneralResponse;
import org.bailiwick.cmp.InformationType;
import org.bailiwick.eab.ExternalAccountSecret;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayScene;
import org.bailiwick.revocation.PublishedRevocationLists;
import org.bailiwick.revocation.RevocationList;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.junit.jupiter.api.Test;

/** What is answered (RFC 9483 §4.3), and how much may be asked at once. */
class InformationExchangeTest {

    private static final Instant NOW = Population.NOW;

    private static final TestAuthority BEFORE = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final TestAuthority PRESENT = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final TestAuthority FOREIGN = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);

    /** Any DER: it is passed on as it was published. */
    private static final byte[] LIST = {0x30, 0x03, 0x02, 0x01, 0x05};

    private final RegistrationAuthority branch = branch();
    private final Issuer before = issuer(branch, BEFORE.chain(), NOW.minusSeconds(60));
    private final Issuer present = issuer(branch, PRESENT.chain(), NOW);

    @Test
    void theCasAreThoseAboveWhatIsIssuedNow() throws CmpException {
        assertThat(answer(GeneralMessage.asking(InformationType.CA_CERTIFICATES))
                        .caCertificates())
                .containsExactlyElementsOf(PRESENT.chain().der());
        assertThat(answerOf(List.of(before), GeneralMessage.asking(InformationType.CA_CERTIFICATES))
                        .caCertificates())
                .as("nobody issues any more")
                .containsExactlyElementsOf(BEFORE.chain().der());
    }

    /** RFC 9483 §4.3.2. */
    @Test
    void aRootHasASuccessorOnlyIfItWasOursAndIsNotNow() throws CmpException {
        assertThat(answer(GeneralMessage.askingForRoot(BEFORE.chain().rootDer()))
                        .newRoot())
                .hasValueSatisfying(
                        root -> assertThat(root).isEqualTo(PRESENT.chain().rootDer()));
        assertThat(answer(GeneralMessage.askingForRoot(PRESENT.chain().rootDer()))
                        .newRoot())
                .as("it is the one that counts")
                .isEmpty();
        assertThat(answer(GeneralMessage.askingForRoot(FOREIGN.chain().rootDer()))
                        .newRoot())
                .isEmpty();
    }

    @Test
    void theCrlIsTheOneThatIsPublished() throws CmpException {
        for (InformationType type : List.of(InformationType.CURRENT_CRL, InformationType.CRL_STATUS_LIST)) {
            assertThat(answer(GeneralMessage.asking(type)).crls())
                    .as(type.name())
                    .containsExactly(LIST);
        }
    }

    /** RFC 9483 §4.3.4: thisUpdate in a CRL has no fractions of a second. */
    @Test
    void aCrlThatIsKnownIsNotToldAgain() throws CmpException {
        Instant told = NOW.truncatedTo(ChronoUnit.SECONDS);
        assertThat(answer(newerThan(told.minusSeconds(1))).crls()).containsExactly(LIST);
        assertThat(answer(newerThan(told)).crls()).isEmpty();
        assertThat(answer(newerThan(told.plusSeconds(1))).crls()).isEmpty();
    }

    /** It is fetched by HTTP then. */
    @Test
    void aCrlThatIsTooLongOrNotThereIsNotTold() throws CmpException {
        for (InformationType type : List.of(InformationType.CURRENT_CRL, InformationType.CRL_STATUS_LIST)) {
            GeneralMessage question = GeneralMessage.asking(type);
            assertThat(exchange(List.of(present), publishing(192 * 1024))
                            .answer(branch, question)
                            .body())
                    .isInstanceOfSatisfying(GeneralResponse.class, answer -> assertThat(answer.crls())
                            .hasSize(1));
            assertThat(exchange(List.of(present), publishing(192 * 1024 + 1))
                            .answer(branch, question)
                            .body())
                    .isInstanceOfSatisfying(GeneralResponse.class, answer -> assertThat(answer.crls())
                            .isEmpty());
            assertThat(answerOf(List.of(before), question).crls())
                    .as("of that issuer there is none")
                    .isEmpty();
        }
    }

    @Test
    void aRootThatSignsCrlsAloneIsNotTheIssuer() throws CmpException {
        Issuer root = Issuer.ofRoot(branch.authority(), "root", FOREIGN.chain().rootPem(), NOW.plusSeconds(1));
        assertThat(answerOf(List.of(root, present), GeneralMessage.asking(InformationType.CA_CERTIFICATES))
                        .caCertificates())
                .containsExactlyElementsOf(PRESENT.chain().der());
        assertThatExceptionOfType(CmpException.class)
                .isThrownBy(() -> answerOf(List.of(root), GeneralMessage.asking(InformationType.CA_CERTIFICATES)))
                .satisfies(refused -> assertThat(refused.failure()).isEqualTo(FailureInfo.SYSTEM_UNAVAIL));
    }

    @Test
    void whatIsNotKnownIsNotAnswered() throws CmpException {
        GeneralResponse answer = answer(new GeneralMessage(List.of(
                new Question("1.2.3.4", Optional.empty(), Optional.empty(), Optional.empty()),
                GeneralMessage.asking(InformationType.CERTIFICATE_REQUEST_TEMPLATE)
                        .questions()
                        .get(0))));
        assertThat(answer.caCertificates()).isEmpty();
        assertThat(answer.crls()).isEmpty();
        assertThat(answer.newRoot()).isEmpty();
    }

    /** A CRL is as long as all other answers together, and answers are kept for a day. */
    @Test
    void theCrlIsAskedForOnceInAMessage() throws CmpException {
        InformationExchange.requireOneList(asking(InformationType.CA_CERTIFICATES, InformationType.CURRENT_CRL));
        for (InformationType again : List.of(InformationType.CURRENT_CRL, InformationType.CRL_STATUS_LIST)) {
            assertThatExceptionOfType(CmpException.class)
                    .isThrownBy(() -> answer(asking(InformationType.CURRENT_CRL, again)))
                    .satisfies(refused -> assertThat(refused.failure()).isEqualTo(FailureInfo.BAD_REQUEST));
        }
    }

    private static GeneralMessage asking(InformationType... types) {
        return new GeneralMessage(Stream.of(types)
                .flatMap(type -> GeneralMessage.asking(type).questions().stream())
                .toList());
    }

    private static GeneralMessage newerThan(Instant known) {
        return new GeneralMessage(List.of(new Question(
                InformationType.CRL_STATUS_LIST.oid(),
                Optional.of(InformationType.CRL_STATUS_LIST),
                Optional.empty(),
                Optional.of(known))));
    }

    private static RegistrationAuthority branch() {
        Authority authority = new Authority(UUID.randomUUID(), Population.name(), NOW);
        ResourceId id = ResourceId.random(NOW);
        return new RegistrationAuthority(
                id,
                new Provisioner(authority, Population.name(), ProvisionerKind.RA, NOW),
                Population.name(),
                Optional.empty(),
                RelayScene.SECRETS.seal(id, 1, ExternalAccountSecret.random()),
                RelayScene.EXPIRY,
                NOW);
    }

    private static Issuer issuer(RegistrationAuthority asking, CertificateChain chain, Instant since) {
        return new Issuer(asking.authority(), "issuing", chain.pem(), since);
    }

    /** The answer after a roll-over from one root to another. */
    private GeneralResponse answer(GeneralMessage question) throws CmpException {
        before.retire(NOW);
        return answerOf(List.of(present, before), question);
    }

    private GeneralResponse answerOf(List<Issuer> issuers, GeneralMessage question) throws CmpException {
        return (GeneralResponse) exchange(issuers, publishing(LIST.length))
                .answer(branch, question)
                .body();
    }

    private InformationExchange exchange(List<Issuer> issuers, PublishedRevocationLists lists) {
        return Injected.into(new InformationExchange(), new Known(branch.authority(), issuers), new Chains(), lists);
    }

    /** The present issuer's CRL, and how long it says that it is. */
    private static PublishedRevocationLists publishing(int octets) {
        return new Published(Map.of(PRESENT.chain().keyFingerprint(), new RevocationList() {
            @Override
            public Instant thisUpdate() {
                return NOW;
            }

            @Override
            public int octets() {
                return octets;
            }
        }));
    }

    private static final class Known extends Authorities {

        private final UUID authority;
        private final List<Issuer> issuers;

        Known(UUID authority, List<Issuer> issuers) {
            this.authority = authority;
            this.issuers = issuers;
        }

        @Override
        public List<Issuer> issuersOf(UUID asked) {
            return asked.equals(authority) ? issuers : List.of();
        }
    }

    private final class Chains extends Issuers {

        @Override
        public CertificateChain chainOf(UUID id) {
            if (id.equals(present.id())) {
                return PRESENT.chain();
            }
            assertThat(id).isEqualTo(before.id());
            return BEFORE.chain();
        }
    }

    private static final class Published extends PublishedRevocationLists {

        private final Map<KeyFingerprint, RevocationList> lists;

        Published(Map<KeyFingerprint, RevocationList> lists) {
            this.lists = lists;
        }

        @Override
        public Optional<RevocationList> find(KeyFingerprint key) {
            return Optional.ofNullable(lists.get(key));
        }

        @Override
        public void write(RevocationList list, OutputStream out) throws IOException {
            out.write(LIST);
        }
    }
}
