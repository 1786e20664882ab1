package org.bailiwick.authority.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityColumn;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.AuthoritySearch;
import org.bailiwick.authority.AuthorityState;
import org.bailiwick.authority.CaKey;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.IssuerRequest;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CaRequest;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.ocsp.Responders;
import org.bailiwick.revocation.PublishedRevocationLists;
import org.bailiwick.revocation.RevocationLists;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandingAdministrationTest {

    private static final SignatureScheme SCHEME = SignatureScheme.ECDSA_P256_SHA256;
    private static final Settings SETTINGS = Settings.of(Map.of("bailiwick.data", "/data"));

    @ParameterizedTest
    @EnumSource
    void anAuthoritysIssuersAreShownFromTheOneThatIssuesOn(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        CertificateChain chain = TestAuthority.of(SCHEME).chain();
        UUID retired = issuer(database, authority.id(), TestAuthority.of(SCHEME).chain(), -3, true);
        UUID spare = issuer(database, authority.id(), TestAuthority.of(SCHEME).chain(), -2, false);
        UUID issuing = issuer(database, authority.id(), chain, 0, false);
        database.transact(entityManager -> entityManager.persist(Issuer.ofRoot(
                authority.id(),
                new CaKey("plant", "root", null),
                TestAuthority.of(SCHEME).chain().rootPem(),
                Population.NOW.plusSeconds(1))));

        AuthorityStanding found = database.inTransaction(entityManager ->
                service(entityManager, KnownCaller.of(authority.team())).find(authority.id()));

        assertThat(found.name()).isEqualTo(authority.name());
        assertThat(found.state()).isEqualTo("active");
        assertThat(found.governed()).isFalse();
        assertThat(found.active()).isEqualTo(2);
        assertThat(found.waiting()).isNull();
        assertThat(found.issuers())
                .extracting(IssuerStanding::state)
                .containsExactly("issuing", "spare", "crl-only", "retired");
        assertThat(found.issuers()).extracting(IssuerStanding::id).contains(issuing, spare, retired);
        IssuerStanding shown = Objects.requireNonNull(found.shown());
        assertThat(shown.id()).isEqualTo(issuing);
        assertThat(shown.chain())
                .extracting(ChainMember::subject)
                .containsExactly(subject(chain, 1), subject(chain, 0));
        assertThat(shown.chain()).extracting(ChainMember::root).containsExactly(true, false);
        assertThat(shown.above()).isNull();
        assertThat(shown.own().algorithm()).isEqualTo("EC 256");
        assertThat(shown.key()).isEqualTo(new CaKey("plant", "issuing", SCHEME));
        assertThat(shown.rootSha256()).isEqualTo(chain.rootSha256());
        assertThat(shown.crl().state()).isEqualTo("missing");
        assertThat(shown.ocsp().state()).isEqualTo("missing");
        assertThat(shown.urls().crl().toString()).contains("/crl/" + shown.keySha256());
        assertThat(found.issuers().get(2).ocsp().state()).isEqualTo("none");
    }

    @ParameterizedTest
    @EnumSource
    void authoritiesAreFoundByNameStateAndTeam(TestDatabase database) {
        Authority active = database.inTransaction(Population::authority);
        UUID team = active.team();
        issuer(database, active.id(), TestAuthority.of(SCHEME).chain(), 0, false);
        Authority pending = another(database, team);
        database.transact(entityManager -> entityManager.persist(new IssuerRequest(
                pending.id(),
                null,
                "asked",
                CaRequest.sign(CaSubject.parse("CN=Asked"), SoftwareSigner.of(SCHEME)),
                Population.NOW)));
        Authority retired = another(database, team);
        issuer(database, retired.id(), TestAuthority.of(SCHEME).chain(), 0, true);
        Authority other = database.inTransaction(Population::authority);

        Caller caller = KnownCaller.of(team);
        assertThat(names(database, caller, AuthoritySearch.ALL))
                .containsExactlyInAnyOrder(active.name(), pending.name(), retired.name())
                .doesNotContain(other.name());
        assertThat(names(database, caller, in(AuthorityState.ACTIVE))).containsExactly(active.name());
        assertThat(names(database, caller, in(AuthorityState.PENDING))).containsExactly(pending.name());
        assertThat(names(database, caller, in(AuthorityState.RETIRED))).containsExactly(retired.name());
        assertThat(names(database, caller, new AuthoritySearch(Optional.of(other.name()), Optional.empty())))
                .isEmpty();
        // what means something in a pattern is itself here
        assertThat(names(database, caller, new AuthoritySearch(Optional.of("%"), Optional.empty())))
                .isEmpty();
        database.transact(entityManager -> {
            Page<AuthorityLine> page =
                    service(entityManager, caller).list(AuthoritySearch.ALL, PageRequest.of(Optional.empty(), 10));
            assertThat(page.items())
                    .filteredOn(line -> line.state().equals("pending"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.subject()).isEqualTo("CN=Asked");
                        assertThat(line.remaining()).isNull();
                    });
            assertThat(page.items())
                    .filteredOn(line -> line.state().equals("active"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.algorithm()).isEqualTo("EC 256");
                        assertThat(line.team()).isNotBlank();
                        assertThat(line.remaining()).isNotNull();
                    });
            assertThat(service(entityManager, caller).find(pending.id()).waiting())
                    .isNotNull()
                    .satisfies(waiting -> assertThat(waiting.key().label()).isEqualTo("asked"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void sortedByNameEachIsOnOnePage(TestDatabase database) {
        UUID team = database.inTransaction(Population::team).id();
        List<String> names = List.of("c", "a", "b", "e", "d").stream()
                .map(letter -> letter + "-" + Population.name().value())
                .toList();
        database.transact(entityManager -> names.forEach(
                name -> entityManager.persist(new Authority(team, new AuthorityName(name), Population.NOW))));
        AuthoritySearch search = new AuthoritySearch(Optional.empty(), Optional.of(AuthorityState.RETIRED));
        List<String> found = new ArrayList<>();
        Optional<UUID> next = Optional.empty();
        do {
            PageRequest request = PageRequest.of(next, 2).in(ListOrder.ascending(AuthorityColumn.NAME));
            Page<AuthorityLine> page = database.inTransaction(entityManager ->
                    service(entityManager, KnownCaller.of(team)).list(search, request));
            page.items().forEach(line -> found.add(line.name()));
            next = page.next();
        } while (next.isPresent());
        assertThat(found).isEqualTo(names.stream().sorted().toList());
    }

    @ParameterizedTest
    @EnumSource
    void anotherTeamsAuthorityIsNotThere(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        UUID issuer = issuer(database, authority.id(), TestAuthority.of(SCHEME).chain(), 0, false);
        Authority elsewhere = database.inTransaction(Population::authority);
        database.transact(entityManager -> {
            StandingAdministration theirs = service(entityManager, KnownCaller.of(elsewhere.team()));
            assertRefused(Refusal.FOREIGN, () -> theirs.find(authority.id()));
            assertRefused(Refusal.FOREIGN, () -> theirs.chain(authority.id(), issuer));
            // nor by way of an authority of one's own
            assertRefused(Refusal.UNKNOWN, () -> theirs.chain(elsewhere.id(), issuer));
            assertRefused(Refusal.UNKNOWN, () -> theirs.find(new UUID(1, 2)));
            assertThat(service(entityManager, KnownCaller.of(authority.team()))
                            .chain(authority.id(), issuer)
                            .certificates())
                    .hasSize(2);
        });
    }

    private static AuthoritySearch in(AuthorityState state) {
        return new AuthoritySearch(Optional.empty(), Optional.of(state));
    }

    private static List<String> names(TestDatabase database, Caller caller, AuthoritySearch search) {
        return database.inTransaction(entityManager ->
                service(entityManager, caller).list(search, PageRequest.of(Optional.empty(), 10)).items().stream()
                        .map(AuthorityLine::name)
                        .toList());
    }

    private static Authority another(TestDatabase database, UUID team) {
        Authority authority = new Authority(team, Population.name(), Population.NOW);
        database.transact(entityManager -> entityManager.persist(authority));
        return authority;
    }

    private static UUID issuer(
            TestDatabase database, UUID authority, CertificateChain chain, int days, boolean retired) {
        Instant made = Population.NOW.plus(Duration.ofDays(days));
        Issuer issuer = new Issuer(authority, new CaKey("plant", "issuing", SCHEME), chain.pem(), made);
        if (retired) {
            issuer.retire(Population.NOW);
        }
        database.transact(entityManager -> entityManager.persist(issuer));
        return issuer.id();
    }

    private static String subject(CertificateChain chain, int position) {
        return chain.certificates().get(position).getSubjectX500Principal().getName();
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable request) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static StandingAdministration service(EntityManager entityManager, Caller caller) {
        Clock clock = Clock.fixed(Population.NOW, ZoneOffset.UTC);
        Authorities authorities = Injected.into(new Authorities(), entityManager);
        Issuers issuers = Injected.into(new Issuers(), authorities, SETTINGS);
        return Injected.into(
                new StandingAdministration(),
                authorities,
                issuers,
                Injected.into(
                        new IssuerStandings(),
                        issuers,
                        Injected.into(
                                new PublishedRevocationLists(),
                                Injected.into(new RevocationLists(), entityManager, authorities, SETTINGS, clock)),
                        Injected.into(new Responders(), entityManager),
                        SETTINGS,
                        clock),
                caller,
                clock);
    }
}
