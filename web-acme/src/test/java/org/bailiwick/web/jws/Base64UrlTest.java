package org.bailiwick.web.jws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {

    @ParameterizedTest
    @CsvSource({"'',''", "Zg,f", "Zm8,fo", "Zm9v,foo", "Zm9vYg,foob", "Zm9vYmE,fooba", "Zm9vYmFy,foobar"})
    void readsTheVectorsOfRfc4648WithoutPadding(String text, String octets) {
        assertThat(Base64Url.decode("It", text)).isEqualTo(octets.getBytes(US_ASCII));
    }

    /** RFC 7515 appendix C. */
    @Test
    void readsTheExampleOfRfc7515() {
        assertThat(Base64Url.decode("It", "A-z_4ME")).containsExactly(3, 236, 255, 224, 193);
    }

    /** J21: padding, white space, the other alphabet, bits left over, one character too many, no ASCII. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zg==",
                "Zm8=",
                "Zg=",
                "=",
                "Zm9v=",
                "Zm9v====",
                "Zm9v Yg",
                " Zm9v",
                "Zm9v ",
                "Zm9v\n",
                "Zm9v\r\nYmFy",
                "A+z/4ME",
                "A-z/4ME",
                "Zh",
                "Zv",
                "Zm9",
                "Zm-",
                "Z",
                "Zm9vY",
                "Zm9v\u0000",
                "Zm9\u00e9",
                "Zm9\u0176",
                "Zm9v.",
                "\uff3am9v"
            })
    void refusesEveryOtherSpelling(String text) {
        Refusals.assertMalformed(() -> Base64Url.decode("The \"payload\"", text), "The \"payload\" is not base64url");
    }

    @Property
    void noTwoTextsMeanTheSameOctets(@ForAll byte[] octets) {
        assertThat(Base64Url.decode("It", Client.base64url(octets))).isEqualTo(octets);
    }
}
