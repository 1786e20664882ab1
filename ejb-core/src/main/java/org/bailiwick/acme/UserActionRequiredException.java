package org.bailiwick.acme;

import java.net.URI;

/** A refusal until a person does something: agrees to the terms of service (RFC 8555 §7.3.3). */
public final class UserActionRequiredException extends AcmeException {

    private static final long serialVersionUID = 1L;

    private final URI terms;

    public UserActionRequiredException(URI terms) {
        super(ProblemType.USER_ACTION_REQUIRED.problem(
                "A new account must agree to the terms of service at %s: read them, and tell your client that you agree (\"termsOfServiceAgreed\": true)."
                        .formatted(terms)));
        this.terms = terms;
    }

    /** Where a person reads what to agree to. */
    public URI terms() {
        return terms;
    }
}
