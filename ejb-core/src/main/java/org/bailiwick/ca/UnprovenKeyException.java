package org.bailiwick.ca;

import java.io.Serial;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;

/** {@code badCSR}, since who asks for a certificate has not shown that he has the private key: CMP has a word of its own for it. */
public final class UnprovenKeyException extends AcmeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnprovenKeyException(Problem problem) {
        super(problem);
    }
}
