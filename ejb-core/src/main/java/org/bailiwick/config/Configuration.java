package org.bailiwick.config;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.inject.Produces;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;

/** Reads the settings when the application starts, or stops the start with a sentence; and has the clock. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
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
