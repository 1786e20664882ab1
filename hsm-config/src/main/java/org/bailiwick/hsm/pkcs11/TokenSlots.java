package org.bailiwick.hsm.pkcs11;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.bailiwick.hsm.TokenException.TokenUnavailable;

/**
 * In which slot of a library each token was found. PKCS#11 finds no token by its label, so all slots have to be asked; and
 * a slot whose token hangs does not answer. A token that was found before is therefore looked for where it was, and only if
 * it is not there any more in the other slots: first in those that are nobody's, then in those of other tokens, but for
 * those that hang.
 */
final class TokenSlots {

    private final Cryptoki cryptoki;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /**
     * Where a token was found.
     *
     * @param serialNumber which token it is: slots may change when the library is initialised afresh
     * @param generation which initialisation that was
     */
    private record Place(long slot, String serialNumber, long generation) {}

    TokenSlots(Cryptoki cryptoki) {
        this.cryptoki = cryptoki;
    }

    /**
     * Finds a token.
     *
     * @param generation which initialisation of the library this is
     * @param hangs tells of a token's label whether it does not answer right now
     * @throws CryptokiException if it is in no slot that answers
     * @throws TokenUnavailable if two tokens have that label
     */
    long slotOf(String tokenLabel, long generation, Predicate<String> hangs) throws CryptokiException {
        Place before = places.get(tokenLabel);
        if (before != null && isStillAt(tokenLabel, before)) {
            places.put(tokenLabel, new Place(before.slot(), before.serialNumber(), generation));
            return before.slot();
        }
        places.remove(tokenLabel);
        Search search = new Search(tokenLabel);
        List<Long> ofOthers = new ArrayList<>();
        for (long slot : cryptoki.slots()) {
            if (isOfAnother(slot, generation)) {
                ofOthers.add(slot);
            } else {
                search.ask(slot);
            }
        }
        if (search.found.isEmpty()) {
            for (long slot : ofOthers) {
                search.askUnless(slot, hangs);
            }
        }
        long found = search.result();
        places.put(tokenLabel, new Place(found, cryptoki.describe(found).serialNumber(), generation));
        return found;
    }

    private boolean isStillAt(String tokenLabel, Place place) {
        try {
            TokenDescription there = cryptoki.describe(place.slot());
            return there.label().equals(tokenLabel) && there.serialNumber().equals(place.serialNumber());
        } catch (CryptokiException gone) {
            return false;
        }
    }

    private boolean isOfAnother(long slot, long generation) {
        return places.values().stream().anyMatch(place -> place.slot() == slot && place.generation() == generation);
    }

    private final class Search {

        private final String tokenLabel;
        private final List<Long> found = new ArrayList<>();
        private final CryptokiException absent;

        private Search(String tokenLabel) {
            this.tokenLabel = tokenLabel;
            this.absent =
                    new CryptokiException("CKR_TOKEN_NOT_PRESENT: no token is labelled \"" + tokenLabel + "\"", null);
        }

        private void ask(long slot) {
            try {
                if (cryptoki.tokenLabel(slot).equals(tokenLabel)) {
                    found.add(slot);
                }
            } catch (CryptokiException e) {
                absent.addSuppressed(e); // an empty slot, most often; or the very token that is away
            }
        }

        private void askUnless(long slot, Predicate<String> hangs) {
            boolean answers = places.entrySet().stream()
                    .filter(entry -> entry.getValue().slot() == slot)
                    .map(Map.Entry::getKey)
                    .noneMatch(hangs);
            if (answers) {
                ask(slot);
            }
        }

        private long result() throws CryptokiException {
            if (found.isEmpty()) {
                throw absent;
            }
            if (found.size() > 1) {
                throw new TokenUnavailable(
                        "Two tokens are labelled \"" + tokenLabel + "\"",
                        "Give each token a label of its own.",
                        null,
                        null);
            }
            return found.get(0);
        }
    }
}
