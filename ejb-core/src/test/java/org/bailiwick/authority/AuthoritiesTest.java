package org.bailiwick.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.team.Team;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthoritiesTest {

    @ParameterizedTest
    @EnumSource
    void anAuthorityIsFoundById(TestDatabase database) {
        Team team = new Team(Population.name().value(), Population.NOW);
        Authority authority = new Authority(team.id(), Population.name(), Population.NOW);
        database.transact(entityManager -> {
            authorities(entityManager).add(team);
            authorities(entityManager).add(authority);
        });
        database.transact(entityManager -> {
            assertThat(authorities(entityManager).withId(authority.id())).hasValueSatisfying(found -> {
                assertThat(found.name()).isEqualTo(authority.name());
                assertThat(found.team()).isEqualTo(team.id());
                assertThat(found.policy()).isEmpty();
            });
            assertThat(authorities(entityManager).withId(new UUID(1, 2))).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void allAuthoritiesAreListedTheOldestFirst(TestDatabase database) {
        database.transact(entityManager -> {
            UUID team = Population.authority(entityManager).team();
            Authority younger = new Authority(team, Population.name(), Population.NOW.plusSeconds(2));
            Authority older = new Authority(team, Population.name(), Population.NOW.plusSeconds(1));
            authorities(entityManager).add(younger);
            authorities(entityManager).add(older);
            assertThat(authorities(entityManager).all()).containsSubsequence(older, younger);
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAuthoritysIssuersAreListedTheNewestFirst(TestDatabase database) {
        // text between certificates is ignored, and the column holds 100,000 characters
        CertificateChain first =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain();
        String pem = first.pem();
        String chain = pem + "x".repeat(100_000 - pem.length());
        String second =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().pem();
        Authority authority = database.inTransaction(Population::authority);
        Authority other = database.inTransaction(Population::authority);
        Issuer old = new Issuer(authority.id(), "issuing-1", chain, Population.NOW);
        Issuer fresh = new Issuer(authority.id(), "issuing-2", second, Population.NOW.plusSeconds(1));
        database.transact(entityManager -> {
            authorities(entityManager).add(old);
            authorities(entityManager).add(fresh);
        });
        database.transact(entityManager -> {
            Authorities authorities = authorities(entityManager);
            assertThat(authorities.issuersOf(authority.id()))
                    .extracting(Issuer::keyLabel)
                    .containsExactly("issuing-2", "issuing-1");
            assertThat(authorities.issuersOf(other.id())).isEmpty();
            assertThat(authorities.issuer(old.id())).hasValueSatisfying(found -> {
                assertThat(found.chain()).isEqualTo(chain);
                assertThat(found.authority()).isEqualTo(authority.id());
                assertThat(found.active()).isTrue();
                assertThat(found.keyFingerprint()).isEqualTo(first.keyFingerprint());
            });
            assertThat(authorities.issuer(authority.id())).isEmpty();
            assertThat(authorities.issuerWithKey(first.keyFingerprint()).map(Issuer::id))
                    .contains(old.id());
            assertThat(authorities.issuerWithKey(new KeyFingerprint("0".repeat(64))))
                    .isEmpty();
        });
    }

    /** One key that is two CAs': what one of them revokes the other would have to know. */
    @ParameterizedTest
    @EnumSource
    void noTwoIssuersHaveOneKey(TestDatabase database) {
        String chain =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().pem();
        Authority one = database.inTransaction(Population::authority);
        Authority other = database.inTransaction(Population::authority);
        database.transact(entityManager ->
                authorities(entityManager).add(new Issuer(one.id(), "issuing", chain, Population.NOW)));
        assertThatThrownBy(() -> database.transact(entityManager ->
                        authorities(entityManager).add(new Issuer(other.id(), "issuing", chain, Population.NOW))))
                .isInstanceOf(PersistenceException.class);
    }

    /** A root in the token is there for its CRLs. */
    @ParameterizedTest
    @EnumSource
    void aRootNeverIssues(TestDatabase database) {
        CertificateChain chain =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain();
        Authority authority = database.inTransaction(Population::authority);
        database.transact(entityManager ->
                authorities(entityManager).add(Issuer.ofRoot(authority.id(), "root", chain.rootPem(), Population.NOW)));
        database.transact(entityManager -> assertThat(authorities(entityManager).issuersOf(authority.id()))
                .singleElement()
                .satisfies(root -> assertThat(root.active()).isFalse()));
    }

    @ParameterizedTest
    @EnumSource
    void theKeysOfActiveIssuersAreListedInALastingOrder(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Issuer first = new Issuer(authority.id(), "issuing-1", chain(), Population.NOW);
        Issuer second = new Issuer(authority.id(), "issuing-2", chain(), Population.NOW.plusSeconds(1));
        Issuer retired = new Issuer(authority.id(), "issuing-0", chain(), Population.NOW);
        database.transact(entityManager -> {
            authorities(entityManager).add(second);
            authorities(entityManager).add(first);
            authorities(entityManager).add(retired);
            entityManager.flush();
            entityManager
                    .createQuery("update Issuer i set i.retiredAt = :now where i.id = :id")
                    .setParameter("now", Population.NOW)
                    .setParameter("id", retired.id())
                    .executeUpdate();
        });
        database.transact(entityManager -> assertThat(authorities(entityManager).issuingKeys())
                .filteredOn(key -> key.authority().equals(authority.name()))
                .containsExactly(
                        new IssuingKey(first.id(), authority.name(), first.key()),
                        new IssuingKey(second.id(), authority.name(), second.key())));
    }

    /** As many rules as fit: the column holds 100,000 characters. */
    @ParameterizedTest
    @EnumSource
    void aPolicyIsReadAsItWasWritten(TestDatabase database) {
        List<String> many = IntStream.range(0, NamePolicy.MAXIMUM_RULES - 3)
                .mapToObj("**.team-%d.corp.internal"::formatted)
                .toList();
        NamePolicy policy = NamePolicy.ofBareRules(many, List.of("secret.corp", "*.dmz.corp", "<single-label>"));
        Authority authority = database.inTransaction(entityManager -> {
            Authority fresh = Population.authority(entityManager);
            fresh.govern(policy);
            return fresh;
        });
        database.transact(entityManager -> {
            Authority found = authorities(entityManager).withId(authority.id()).orElseThrow();
            assertThat(found.policy()).contains(policy);
            found.govern(NamePolicy.EMPTY);
        });
        database.transact(entityManager -> assertThat(authorities(entityManager)
                        .withId(authority.id())
                        .orElseThrow()
                        .policy())
                .hasValueSatisfying(emptied -> assertThat(emptied.isEmpty()).isTrue()));
    }

    @ParameterizedTest
    @EnumSource
    void aNameStandsForOneAuthority(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        database.transact(entityManager -> assertThatThrownBy(() -> {
                    authorities(entityManager)
                            .add(new Authority(authority.team(), new AuthorityName(authority.name()), Population.NOW));
                    entityManager.flush();
                })
                .isInstanceOf(ConstraintViolationException.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "corp", "corp-2", "0", "123456789012345678901234567890123456789012345678901234567890123"})
    void aNameInAUrlIsALabel(String name) {
        assertThat(new AuthorityName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Corp",
                "-a",
                "a-",
                "a.b",
                "a/b",
                "a b",
                "ä",
                "a\n",
                "..",
                "1234567890123456789012345678901234567890123456789012345678901234",
            })
    void whatIsNoLabelIsNoName(String name) {
        assertThatThrownBy(() -> new AuthorityName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Authorities authorities(EntityManager entityManager) {
        Authorities authorities = new Authorities();
        authorities.entityManager = entityManager;
        return authorities;
    }

    private static String chain() {
        return TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().pem();
    }
}
