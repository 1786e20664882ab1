package org.bailiwick.web.pki;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.bailiwick.monitoring.MatchedResource;
import org.bailiwick.web.problem.UncaughtExceptionMapper;

/** The same as {@link CmpApplication} where RFC 9811 §3.4 has it. */
@ApplicationPath("/.well-known/cmp")
public class WellKnownCmpApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(WellKnownCmpResource.class, MatchedResource.class, UncaughtExceptionMapper.class);
    }
}
