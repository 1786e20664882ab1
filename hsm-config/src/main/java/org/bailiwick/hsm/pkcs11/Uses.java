package org.bailiwick.hsm.pkcs11;

/**
 * How many are in the midst of something on a connection. Who connects afresh does not close their sessions under them: to them
 * SunPKCS11 would say that the token has no such algorithm, which is not so.
 */
final class Uses {

    private int count;
    private boolean over;

    /**
     * Begins a use.
     *
     * @return whether it may be used: not if another connection took its place
     */
    synchronized boolean begin() {
        count += over ? 0 : 1;
        return !over;
    }

    /**
     * Ends a use.
     *
     * @return whether that was the last one, and the connection is to be released
     */
    synchronized boolean end() {
        count--;
        return over && count == 0;
    }

    /**
     * Another connection takes its place; no use begins any more.
     *
     * @return whether nobody uses it, so that it is to be released now; otherwise that is done after the last use
     */
    synchronized boolean finish() {
        over = true;
        return count == 0;
    }
}
