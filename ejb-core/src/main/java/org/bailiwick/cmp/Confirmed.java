package org.bailiwick.cmp;

/** {@code pkiconf} (RFC 9810 §5.3.17): a confirmation was taken, and the transaction is over. */
public record Confirmed() implements CmpBody {

    @Override
    public BodyKind kind() {
        return BodyKind.PKICONF;
    }
}
