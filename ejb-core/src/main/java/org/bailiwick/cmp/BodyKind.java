package org.bailiwick.cmp;

import java.util.Optional;

/** The 27 kinds of {@code PKIBody} (RFC 9810 §5.1.2), in the order of their tags, which begin with 0. */
public enum BodyKind {
    /** Initialization request: a first certificate. */
    IR("ir"),
    /** Its answer. */
    IP("ip"),
    /** Certification request by CRMF. */
    CR("cr"),
    /** The answer to {@code cr} and {@code p10cr}. */
    CP("cp"),
    /** Certification request by PKCS#10. */
    P10CR("p10cr"),
    /** Challenge for a key that cannot sign. */
    POPDECC("popdecc"),
    /** Its response. */
    POPDECR("popdecr"),
    /** Key update request: another certificate for who has one. */
    KUR("kur"),
    /** Its answer. */
    KUP("kup"),
    /** Key recovery request. */
    KRR("krr"),
    /** Its answer. */
    KRP("krp"),
    /** Revocation request. */
    RR("rr"),
    /** Its answer. */
    RP("rp"),
    /** Cross-certification request. */
    CCR("ccr"),
    /** Its answer. */
    CCP("ccp"),
    /** Announcement of a CA's new key. */
    CKUANN("ckuann"),
    /** Announcement of a certificate. */
    CANN("cann"),
    /** Announcement of a revocation. */
    RANN("rann"),
    /** Announcement of a CRL. */
    CRLANN("crlann"),
    /** The end of a transaction. */
    PKICONF("pkiconf"),
    /** Other messages, protected once more. */
    NESTED("nested"),
    /** General message: a question. */
    GENM("genm"),
    /** Its answer. */
    GENP("genp"),
    /** Something went wrong. */
    ERROR("error"),
    /** A certificate is accepted, or rejected, by who asked for it. */
    CERT_CONF("certConf"),
    /** Is the answer there? */
    POLL_REQ("pollReq"),
    /** Not yet. */
    POLL_REP("pollRep");

    private static final BodyKind[] BY_TAG = values();

    private final String rfcName;

    BodyKind(String rfcName) {
        this.rfcName = rfcName;
    }

    /** The number of its context tag. */
    public int tag() {
        return ordinal();
    }

    /** The name as the RFC writes it. */
    public String rfcName() {
        return rfcName;
    }

    /** The kind of a tag; empty if there is none. */
    static Optional<BodyKind> ofTag(int tag) {
        return tag >= 0 && tag < BY_TAG.length ? Optional.of(BY_TAG[tag]) : Optional.empty();
    }
}
