package org.bailiwick.web.pki;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.bailiwick.monitoring.MatchedResource;
import org.bailiwick.web.problem.UncaughtExceptionMapper;

/** CRLs, below {@code /crl}: at the HTTPS port, and at the one for plain HTTP. */
@ApplicationPath("/crl")
public class CrlApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(RevocationListResource.class, MatchedResource.class, UncaughtExceptionMapper.class);
    }
}
