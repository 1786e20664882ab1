package org.bailiwick.eab.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.eab.KeyTerms;
import org.bailiwick.eab.MacAlgorithm;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many keys from one file, and many keys in one. */
class KeyFileTest {

    private static final String HEADER = "reference,owner,note,expires,uses,macs,profiles,allow,deny\n";

    private final Caller caller = KnownCaller.superAdministrator();

    @Test
    void everyColumnIsRead() {
        KeyFile file = KeyFile.parse(HEADER
                + "host-1,web,\"a, \"\"quoted\"\" note\",2027-12-31T12:00:00Z,3,HS256 HS512,shortlived,"
                + "**.corp <wildcard> 10.0.0.0/8,secret.corp\r\n");
        assertThat(file.terms())
                .containsExactly(new KeyTerms(
                        "host-1",
                        Optional.of("web"),
                        Optional.of("a, \"quoted\" note"),
                        Optional.of(Instant.parse("2027-12-31T12:00:00Z")),
                        Set.of(MacAlgorithm.HS256, MacAlgorithm.HS512),
                        3,
                        List.of("shortlived"),
                        Optional.of(NamePolicy.ofBareRules(
                                List.of("**.corp", "<wildcard>", "10.0.0.0/8"), List.of("secret.corp")))));
    }

    @Test
    void whatIsEmptyOrNotThereIsAsUsual() {
        assertThat(KeyFile.parse("\uFEFFreference\nhost-1\n\nhost-2").terms())
                .containsExactly(KeyScene.terms("host-1"), KeyScene.terms("host-2"));
        assertThat(KeyFile.parse(HEADER + "host-1,,,,,,,,").terms()).containsExactly(KeyScene.terms("host-1"));
        assertThat(KeyFile.parse("expires,reference\n2027-12-31,host-1").terms())
                .singleElement()
                .satisfies(terms -> assertThat(terms.expiresAt()).contains(Instant.parse("2027-12-31T00:00:00Z")));
        assertThat(KeyFile.parse("reference").lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",,,,,,,,",
                " ,,,,,,,,",
                "x",
                "x,,,,,,,,,",
                "x,,,tomorrow,,,,,",
                "x,,,2027-13-01,,,,,",
                "x,,,+1000000000-12-31T23:59:59Z,,,,,",
                "x,,,,0,,,,",
                "x,,,,1.5,,,,",
                "x,,,,99999999999,,,,",
                "x,,,,,none,,,",
                "x,,,,,HS256;HS384,,,",
                "x,,,,,,a a,,",
                "x,,,,,,,a..b,",
                "x,,,,,,,,10.0.0.0/33",
                "x,,,,,,,*,",
                "\"a\nb\",,,,,,,,",
                "\u202excod,,,,,,,,"
            })
    void aLineThatIsWrongSaysWhy(String line) {
        KeyFile file = KeyFile.parse(HEADER + "good,,,,,,,,\n" + line + "\nlast,,,,,,,,");
        assertThat(file.lines()).hasSize(3);
        assertThat(file.lines().get(1).number()).isEqualTo(3);
        assertThat(file.lines().get(1).fault(terms -> {})).isPresent();
        assertThat(file.terms()).extracting(KeyTerms::reference).containsExactly("good", "last");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "kid\nx",
                "reference,reference\nx,y",
                "owner\nx",
                "reference;owner\nx;y",
                "reference\n\"x",
                "Reference\nx"
            })
    void whatIsNoSuchFileIsRefusedWhole(String file) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> KeyFile.parse(file))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(AdminException.Refusal.INVALID));
    }

    @Test
    void aFileHasALimit() {
        String line = "x".repeat(100) + "\n";
        assertThat(KeyFile.parse("reference\n" + line.repeat(KeyFile.MOST_LINES))
                        .lines())
                .hasSize(KeyFile.MOST_LINES);
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> KeyFile.parse("reference\n" + line.repeat(KeyFile.MOST_LINES + 1)))
                .withMessageContaining("split it");
    }

    @ParameterizedTest
    @EnumSource
    void allAreMadeOrNone(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        as(database, scene -> scene.issuance().create(provisioner.id(), KeyScene.terms("taken")));

        BulkResult faulty = bulk(
                database,
                provisioner,
                "reference,profiles,expires\nnew,,\ntaken,,\nnew,,\nx,none,\ny,,2020-01-01\nfine,,",
                false);
        assertThat(faulty.issued()).isEmpty();
        assertThat(faulty.lines()).isEqualTo(6);
        assertThat(faulty.faults()).extracting(BulkResult.Fault::line).containsExactly(3L, 4L, 5L, 6L);
        assertThat(faulty.faults().get(0).sentence()).contains("already");
        assertThat(faulty.faults().get(1).sentence()).contains("Line 2");
        assertThat(faulty.faults().get(2).sentence()).contains("no profile \"none\"");
        assertThat(faulty.faults().get(3).sentence()).contains("lies ahead");
        assertThat(references(database, provisioner)).containsExactly("taken");

        String good = "reference,uses\nnew-1,\nnew-2,5\n";
        BulkResult dry = bulk(database, provisioner, good, true);
        assertThat(dry.faults()).isEmpty();
        assertThat(dry.issued()).isEmpty();
        assertThat(references(database, provisioner)).containsExactly("taken");

        BulkResult made = bulk(database, provisioner, good, false);
        assertThat(made.issued()).extracting(issued -> issued.key().reference()).containsExactly("new-1", "new-2");
        assertThat(made.issued().stream().map(issued -> issued.secret().base64url()))
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(references(database, provisioner)).containsExactlyInAnyOrder("taken", "new-1", "new-2");
    }

    /** The dry run must say what the database would. */
    @ParameterizedTest
    @EnumSource
    void aPolicyThatIsTooLongToBeKeptIsAFault(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        String rules = IntStream.range(0, 1_999)
                .mapToObj(number -> number + "." + "x".repeat(60) + ".corp")
                .collect(Collectors.joining(" "));
        assertThat(bulk(database, provisioner, "reference,allow\nhost," + rules, true)
                        .faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.sentence()).contains("policy", "100000 characters"));
    }

    /** A spreadsheet must not run what somebody wrote into a reference. */
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@x", " =cmd|' /C calc'!A0", "\t=1", "|x", "%x", "\u00a0=1"})
    void aFormulaIsMadeHarmless(String cell) {
        assertThat(KeyExport.harmless(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @EnumSource
    void anExportHasEverythingButSecrets(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        BulkResult made = bulk(
                database,
                provisioner,
                "reference,owner,note,allow\n\"=HYPERLINK(\"\"http://x\"\")\",\"a,b\",-,**.corp\nplain,,,",
                false);
        KeySearch search = new KeySearch(Optional.of(provisioner.id()), Optional.empty(), Optional.empty());
        List<String> lines = as(database, scene -> scene.keys()
                .export(search, PageRequest.of(Optional.empty(), PageRequest.MOST))
                .items());
        String csv = KeyExport.HEADER + String.join("", lines);

        assertThat(csv.lines()).hasSize(3);
        assertThat(csv)
                .startsWith("kid,provisioner,reference,")
                .contains("\"'=HYPERLINK(\"\"http://x\"\")\",\"a,b\",'-,unbound,1,HS256 HS384 HS512,")
                .contains("\"{\"\"allow\"\":{\"\"dns\"\":[\"\"**.corp\"\"]}}\"");
        for (IssuedKey issued : made.issued()) {
            assertThat(csv)
                    .contains(issued.key().id().toString())
                    .doesNotContain(issued.secret().base64url());
        }
    }

    private BulkResult bulk(TestDatabase database, Provisioner provisioner, String csv, boolean dryRun) {
        return as(database, scene -> scene.issuance().createAll(provisioner.id(), csv, dryRun));
    }

    private static List<String> references(TestDatabase database, Provisioner provisioner) {
        UUID id = provisioner.id();
        return database.inTransaction(entityManager -> entityManager
                .createQuery(
                        "select k from ExternalAccountKey k where k.provisioner.id = :id", ExternalAccountKey.class)
                .setParameter("id", id)
                .getResultStream()
                .map(ExternalAccountKey::reference)
                .toList());
    }

    private <T> T as(TestDatabase database, Function<AdministrationScene, T> work) {
        return database.inTransaction(entityManager -> work.apply(AdministrationScene.of(entityManager, caller)));
    }
}
