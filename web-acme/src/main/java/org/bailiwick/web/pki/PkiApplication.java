package org.bailiwick.web.pki;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.bailiwick.monitoring.MatchedResource;
import org.bailiwick.web.problem.UncaughtExceptionMapper;

/** What relying parties fetch, all of it below {@code /pki}. */
@ApplicationPath("/pki")
public class PkiApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(RootCertificateResource.class, MatchedResource.class, UncaughtExceptionMapper.class);
    }
}
