package org.bailiwick.key;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.bailiwick.ca.WeakRsaKeys;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;

/** Reads the lists of weak keys that the settings name when the server starts, or stops the start with a sentence. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class WeakKeyLists {

    private static final Logger LOG = System.getLogger(WeakKeyLists.class.getName());

    @Inject
    Settings settings;

    private WeakRsaKeys keys = WeakRsaKeys.NONE;

    @PostConstruct
    void read() {
        try {
            keys = WeakRsaKeys.read(settings.weakKeyLists());
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "A list of weak keys that the setting %s names cannot be read: %s"
                            .formatted(Setting.WEAK_KEYS.key(), unreadable.getMessage()),
                    unreadable);
        }
        if (keys.size() > 0) {
            LOG.log(Level.INFO, "{0} weak keys are listed and refused.", Integer.toString(keys.size()));
        }
    }

    /** What they list. */
    public WeakRsaKeys keys() {
        return keys;
    }
}
