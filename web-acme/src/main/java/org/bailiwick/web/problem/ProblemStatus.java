package org.bailiwick.web.problem;

import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;

/**
 * The HTTP status of a problem. RFC 8555 fixes few: {@code badNonce} 400 (§6.5), {@code orderNotReady} 403 (§7.4),
 * {@code userActionRequired} 403 (§7.3.3); RFC 9773 {@code alreadyReplaced} 409 (§5); the rest follows what clients are used to. A resource that does not exist or
 * a wrong method is {@code malformed} with a status of its own, which whoever answers it says.
 */
public final class ProblemStatus {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int INTERNAL_SERVER_ERROR = 500;

    private ProblemStatus() {}

    /** The status of this problem; a {@code compound} one is 403 as soon as one of its subproblems is. */
    public static int of(Problem problem) {
        boolean forbidden = problem.type() == ProblemType.COMPOUND
                && problem.subproblems().stream().anyMatch(subproblem -> of(subproblem) == FORBIDDEN);
        return forbidden ? FORBIDDEN : of(problem.type());
    }

    /** The status of a problem of this type, as far as the type alone says it. */
    public static int of(ProblemType type) {
        return switch (type) {
            case ACCOUNT_DOES_NOT_EXIST,
                    ALREADY_REVOKED,
                    BAD_CSR,
                    BAD_NONCE,
                    BAD_PUBLIC_KEY,
                    BAD_REVOCATION_REASON,
                    BAD_SIGNATURE_ALGORITHM,
                    COMPOUND,
                    CONNECTION,
                    DNS,
                    INCORRECT_RESPONSE,
                    INVALID_CONTACT,
                    INVALID_PROFILE,
                    MALFORMED,
                    REJECTED_IDENTIFIER,
                    TLS,
                    UNSUPPORTED_CONTACT,
                    UNSUPPORTED_IDENTIFIER -> BAD_REQUEST;
            case CAA, EXTERNAL_ACCOUNT_REQUIRED, ORDER_NOT_READY, UNAUTHORIZED, USER_ACTION_REQUIRED -> FORBIDDEN;
            case ALREADY_REPLACED -> CONFLICT;
            case RATE_LIMITED -> TOO_MANY_REQUESTS;
            case SERVER_INTERNAL -> INTERNAL_SERVER_ERROR;
        };
    }
}
