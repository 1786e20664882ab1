package org.bailiwick.cmp;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of information that CAs are asked for by {@code genm} (RFC 9810 §5.3.19, RFC 9483 §4.3) and that are known here. */
public enum InformationType {
    /** A CRL, in the older way: no value in the question, a CRL in the answer. */
    CURRENT_CRL("1.3.6.1.5.5.7.4.6"),
    /** No value in the question; in the answer certificates of CAs. */
    CA_CERTIFICATES("1.3.6.1.5.5.7.4.17"),
    /** In the answer only: a root's new certificate, and perhaps links between the old one and it. */
    ROOT_CA_KEY_UPDATE("1.3.6.1.5.5.7.4.18"),
    /** What to write into a request. */
    CERTIFICATE_REQUEST_TEMPLATE("1.3.6.1.5.5.7.4.19"),
    /** In the question only: the root certificate that is known; answered by ROOT_CA_KEY_UPDATE. */
    ROOT_CA_CERTIFICATE("1.3.6.1.5.5.7.4.20"),
    /** In the question only: which CRL is known; answered by CRLS. */
    CRL_STATUS_LIST("1.3.6.1.5.5.7.4.22"),
    /** In the answer only: CRLs. */
    CRLS("1.3.6.1.5.5.7.4.23");

    private final String oid;

    InformationType(String oid) {
        this.oid = oid;
    }

    /** Its object identifier, dotted. */
    public String oid() {
        return oid;
    }

    /** The type that an answer to a question of this type has. */
    public InformationType answeredBy() {
        return switch (this) {
            case ROOT_CA_CERTIFICATE -> ROOT_CA_KEY_UPDATE;
            case CRL_STATUS_LIST -> CRLS;
            default -> this;
        };
    }

    static Optional<InformationType> ofOid(String oid) {
        return Arrays.stream(values()).filter(type -> type.oid.equals(oid)).findFirst();
    }
}
