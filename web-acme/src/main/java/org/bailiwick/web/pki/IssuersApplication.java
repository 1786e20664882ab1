package org.bailiwick.web.pki;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.bailiwick.monitoring.MatchedResource;
import org.bailiwick.web.problem.UncaughtExceptionMapper;

/** The certificates of CAs, below {@code /issuers}: at the HTTPS port, and at the one for plain HTTP. */
@ApplicationPath("/issuers")
public class IssuersApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(IssuerCertificateResource.class, MatchedResource.class, UncaughtExceptionMapper.class);
    }
}
