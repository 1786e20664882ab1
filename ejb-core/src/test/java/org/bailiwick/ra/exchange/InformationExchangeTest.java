package org.bailiwick.ra.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.GeneralMessage;
import org.bailiwick.cmp.InformationType;
import org.junit.jupiter.api.Test;

/** How much may be asked at once. */
class InformationExchangeTest {

    /** A CRL is as long as all other answers together, and answers are kept for a day. */
    @Test
    void theCrlIsAskedForOnceInAMessage() throws CmpException {
        InformationExchange.requireOneList(asking(InformationType.CA_CERTIFICATES, InformationType.CURRENT_CRL));
        for (InformationType again : List.of(InformationType.CURRENT_CRL, InformationType.CRL_STATUS_LIST)) {
            assertThatExceptionOfType(CmpException.class)
                    .isThrownBy(() -> InformationExchange.requireOneList(asking(InformationType.CURRENT_CRL, again)))
                    .satisfies(refused -> assertThat(refused.failure()).isEqualTo(FailureInfo.BAD_REQUEST));
        }
    }

    private static GeneralMessage asking(InformationType... types) {
        return new GeneralMessage(Stream.of(types)
                .flatMap(type -> GeneralMessage.asking(type).questions().stream())
                .toList());
    }
}
