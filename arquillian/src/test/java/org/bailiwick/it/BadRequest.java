package org.bailiwick.it;

import java.io.IOException;
import java.security.GeneralSecurityException;
import org.bailiwick.it.AcmeClient.Answer;

/**
 * A row of a table: a request that no good client sends, and the answer that it must get.
 *
 * @param sentence what it breaks, in the words of the RFC; in brackets what follows from them
 * @param how what is sent
 * @param status of the answer
 * @param problem the last word of its type
 * @param sending sends it
 * @param <T> the test that sends it
 */
record BadRequest<T>(String sentence, String how, int status, String problem, Sending<T> sending) {

    /** Sends the request in the name of a test. */
    interface Sending<T> {
        Answer by(T test) throws IOException, InterruptedException, GeneralSecurityException;
    }

    static <T> BadRequest<T> malformed(String sentence, String how, Sending<T> sending) {
        return new BadRequest<>(sentence, how, 400, "malformed", sending);
    }

    /** Sends it, and demands the answer. */
    Answer assertRefused(AcmeClient client, T test) throws IOException, InterruptedException, GeneralSecurityException {
        Answer answer = sending.by(test);
        Clients.assertRefused(client, answer, status, problem);
        return answer;
    }

    /** The test's name. */
    @Override
    public String toString() {
        return sentence + " - " + how;
    }
}
