package org.bailiwick.health;

/**
 * What a check found.
 *
 * @param state how it is
 * @param sentence what a stranger may know of it: no label, no name, no code
 */
public record Health(State state, String sentence) {

    /** How a thing is. */
    public enum State {
        /** All is well. */
        UP,
        /** It works, and somebody should look before it does not. */
        WARNING,
        /** It does not work. */
        DOWN
    }

    public static Health up(String sentence) {
        return new Health(State.UP, sentence);
    }

    public static Health warning(String sentence) {
        return new Health(State.WARNING, sentence);
    }

    public static Health down(String sentence) {
        return new Health(State.DOWN, sentence);
    }

    /** Whether it works. */
    public boolean works() {
        return state != State.DOWN;
    }
}
