package org.bailiwick.admin.web;

import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** What was done, told on the next page that is shown, once: after something is changed the browser is sent on. */
@Named
@SessionScoped
public class Notices implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> waiting = new ArrayList<>();

    /**
     * Adds one.
     *
     * @param page of which bean; its texts are in {@code texts.properties} beside it
     * @param key of the text
     * @param values for its place holders
     */
    public synchronized void tell(Class<?> page, String key, Object... values) {
        ResourceBundle texts =
                ResourceBundle.getBundle(page.getPackageName() + ".texts", Locale.ENGLISH, page.getClassLoader());
        waiting.add(new MessageFormat(texts.getString(key), Locale.ENGLISH).format(values));
    }

    /** Those that were not shown yet. */
    public synchronized List<String> take() {
        List<String> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }
}
