package org.bailiwick.cmp;

import java.util.Arrays;
import java.util.Optional;

/** The 27 kinds of {@code PKIBody} (RFC 9810 §5.1.2), in the order of their tags. */
public enum BodyKind {
    /** Initialization request: a first certificate. */
    IR(0, "ir"),
    /** Its answer. */
    IP(1, "ip"),
    /** Certification request by CRMF. */
    CR(2, "cr"),
    /** The answer to {@code cr} and {@code p10cr}. */
    CP(3, "cp"),
    /** Certification request by PKCS#10. */
    P10CR(4, "p10cr"),
    /** Challenge for a key that cannot sign. */
    POPDECC(5, "popdecc"),
    /** Its response. */
    POPDECR(6, "popdecr"),
    /** Key update request: another certificate for who has one. */
    KUR(7, "kur"),
    /** Its answer. */
    KUP(8, "kup"),
    /** Key recovery request. */
    KRR(9, "krr"),
    /** Its answer. */
    KRP(10, "krp"),
    /** Revocation request. */
    RR(11, "rr"),
    /** Its answer. */
    RP(12, "rp"),
    /** Cross-certification request. */
    CCR(13, "ccr"),
    /** Its answer. */
    CCP(14, "ccp"),
    /** Announcement of a CA's new key. */
    CKUANN(15, "ckuann"),
    /** Announcement of a certificate. */
    CANN(16, "cann"),
    /** Announcement of a revocation. */
    RANN(17, "rann"),
    /** Announcement of a CRL. */
    CRLANN(18, "crlann"),
    /** The end of a transaction. */
    PKICONF(19, "pkiconf"),
    /** Other messages, protected once more. */
    NESTED(20, "nested"),
    /** General message: a question. */
    GENM(21, "genm"),
    /** Its answer. */
    GENP(22, "genp"),
    /** Something went wrong. */
    ERROR(23, "error"),
    /** A certificate is accepted, or rejected, by who asked for it. */
    CERT_CONF(24, "certConf"),
    /** Is the answer there? */
    POLL_REQ(25, "pollReq"),
    /** Not yet. */
    POLL_REP(26, "pollRep");

    private final int tag;
    private final String rfcName;

    BodyKind(int tag, String rfcName) {
        this.tag = tag;
        this.rfcName = rfcName;
    }

    /** The number of its context tag. */
    public int tag() {
        return tag;
    }

    /** The name as the RFC writes it. */
    public String rfcName() {
        return rfcName;
    }

    /** The kind of a tag; empty if there is none. */
    static Optional<BodyKind> ofTag(int tag) {
        return Arrays.stream(values()).filter(kind -> kind.tag == tag).findFirst();
    }
}
