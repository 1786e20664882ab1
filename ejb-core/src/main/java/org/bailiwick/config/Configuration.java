package org.bailiwick.config;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;

/**
 * Reads the settings for the first who wants them, which is when the application starts, or stops the start with a sentence; and
 * has the clock.
 *
 * <p>It is no EJB. A call of one waits until all that starts with the application has started; and whoever makes a bean that
 * wants the clock would wait so with the bean locked, which what starts may want as well.
 */
@ApplicationScoped
public class Configuration {

    private static final Logger LOG = System.getLogger(Configuration.class.getName());

    private Settings settings;

    @PostConstruct
    void read() {
        settings = Settings.of(Settings.among(System.getProperties()));
        settings.requireForServer(System.getenv());
        LOG.log(Level.INFO, "Bailiwick at {0}, in {1} mode", settings.url(), settings.mode());
        settings.testSwitches().forEach(on -> LOG.log(Level.WARNING, "Test switch on: {0}", on));
    }

    /** The validated settings. */
    @Produces
    public Settings settings() {
        return settings;
    }

    /** The only source of time. */
    @Produces
    public Clock clock() {
        return Clock.systemUTC();
    }
}
