package org.bailiwick.admin.web.key;

import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;

/** How far the keys of a file are that somebody has made now; another request of his browser asks for it meanwhile. */
@Named
@SessionScoped
public class KeyFileProgress implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private volatile int all = 1;
    private volatile int made;
    private volatile boolean done;

    /**
     * A file is about to be worked on.
     *
     * @param keys how many it describes
     */
    public void begin(int keys) {
        done = false;
        made = 0;
        all = Math.max(keys, 1);
    }

    /** That many are made by now. */
    public void reach(int keys) {
        made = keys;
    }

    /** All are made and kept. */
    public void end() {
        done = true;
    }

    public int getAll() {
        return all;
    }

    public int getMade() {
        return made;
    }

    public boolean isDone() {
        return done;
    }
}
