package org.bailiwick.web.health;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.bailiwick.monitoring.MatchedResource;
import org.bailiwick.web.problem.UncaughtExceptionMapper;

/** Health, below {@code /health}. */
@ApplicationPath("/health")
public class HealthApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(HealthResource.class, MatchedResource.class, UncaughtExceptionMapper.class);
    }
}
