package org.bailiwick.certificate;

/** There is no such certificate, or none for who asks; the two look the same. */
public final class NoSuchCertificateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * With a sentence for the client.
     *
     * @param sentence which one there is not, and how to name one that there is
     */
    public NoSuchCertificateException(String sentence) {
        super(sentence);
    }
}
