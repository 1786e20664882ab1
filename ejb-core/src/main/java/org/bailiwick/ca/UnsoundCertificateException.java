package org.bailiwick.ca;

import java.io.Serial;

/**
 * What came back from the signing key is not the certificate that was prepared. It is not handed out. A signature may
 * exist: whoever journaled the attempt must treat its serial number as used.
 */
public final class UnsoundCertificateException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient SerialNumber serial;

    UnsoundCertificateException(SerialNumber serial, String clause) {
        super("certificate %s is withheld: %s".formatted(serial.hex(), clause));
        this.serial = serial;
    }

    UnsoundCertificateException(SerialNumber serial, String clause, Throwable cause) {
        super("certificate %s is withheld: %s".formatted(serial.hex(), clause), cause);
        this.serial = serial;
    }

    /** The serial number that must not be used again. */
    public SerialNumber serial() {
        return serial;
    }
}
