package org.bailiwick.admin.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.Json;
import java.io.StringReader;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.admin.AdminException;
import org.junit.jupiter.api.Test;

class NameJsonTest {

    @Test
    void aNameHasATypeOrOneThatItsFormTells() {
        assertThat(NameJson.parse(Json.createReader(
                                new StringReader(
                                        "[\"host.corp\",{\"type\":\"cn\",\"value\":\"My Device\"},{\"type\":\"cn\",\"value\":\"host.corp\"}]"))
                        .readArray()))
                .containsExactly(
                        SubjectName.parse("host.corp"), new CommonName("My Device"), new CommonName("host.corp"));
    }

    @Test
    void allThatAreNoNamesAreTold() {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> NameJson.parse(Json.createReader(
                                new StringReader(
                                        "[\"My Device\",\"host.corp\",{\"type\":\"x\",\"value\":\"y\"},{\"typ\":\"cn\"},{\"type\":\"cn\"},7,{\"type\":\"cn\",\"value\":\"\"}]"))
                        .readArray()))
                .satisfies(refused -> {
                    assertThat(refused.refusal()).isEqualTo(AdminException.Refusal.INVALID);
                    assertThat(refused.errors())
                            .extracting(error -> error.split(":", 2)[0])
                            .containsExactly("/names/0", "/names/2", "/names/3", "/names/4", "/names/5", "/names/6");
                });
    }
}
