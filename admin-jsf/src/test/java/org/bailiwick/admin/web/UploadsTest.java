package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** U13: what is refused before it is read. */
class UploadsTest {

    @ParameterizedTest
    @CsvSource({
        "/keys-upload,0,0",
        "/keys-upload,1100000,0",
        "/keys-upload,1100001,413",
        "/keys-upload,9223372036854775807,413",
        "/keys-upload,-1,411",
        "/login,10,415",
        "/keys,10,415",
        "/keys-upload/,10,415",
        "/KEYS-UPLOAD,10,415"
    })
    void onePageTakesFilesUpToALength(String path, long length, int status) {
        assertThat(Uploads.refusal(path, length)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        ",false",
        "application/x-www-form-urlencoded,false",
        "multipart/form-data; boundary=x,true",
        "Multipart/Form-Data,true",
        "multipart/mixed,true"
    })
    void filesAreWhatTheServerWouldTakeApart(String contentType, boolean files) {
        assertThat(Uploads.isOne(contentType)).isEqualTo(files);
    }

    @Test
    void theServerHasTheSameLimit() throws IOException {
        assertThat(Files.readString(Path.of("src", "main", "webapp", "WEB-INF", "web.xml")))
                .contains("<max-file-size>%d</max-file-size>".formatted(Uploads.MOST_IN_ALL))
                .contains("<max-request-size>%d</max-request-size>".formatted(Uploads.MOST_IN_ALL));
    }
}
