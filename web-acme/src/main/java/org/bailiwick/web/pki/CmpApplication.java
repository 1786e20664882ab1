package org.bailiwick.web.pki;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.bailiwick.monitoring.MatchedResource;
import org.bailiwick.web.problem.UncaughtExceptionMapper;

/** CMP for registration authorities, below {@code /cmp}: at the HTTPS port, and at the one for plain HTTP. */
@ApplicationPath("/cmp")
public class CmpApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(CmpResource.class, MatchedResource.class, UncaughtExceptionMapper.class);
    }
}
