package org.bailiwick.cmp;

/**
 * What a message says ({@code PKIBody}, RFC 9810 §5.1.2). Each of these has one subject: RFC 9483 has one certificate, one
 * revocation and one poll in a message, and what asks for more is refused when it is read.
 */
public sealed interface CmpBody
        permits CertificateRequest,
                Pkcs10Request,
                RevocationRequest,
                CertificateConfirmation,
                PollRequest,
                GeneralMessage,
                CertificateResponse,
                RevocationResponse,
                Confirmed,
                PollResponse,
                GeneralResponse,
                ErrorMessage,
                Unsupported {

    /** Which of the 27 it is. */
    BodyKind kind();
}
