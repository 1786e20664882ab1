package org.bailiwick.web.acme;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.bailiwick.monitoring.MatchedResource;
import org.bailiwick.web.problem.AcmeExceptionMapper;
import org.bailiwick.web.problem.NotIssuableMapper;
import org.bailiwick.web.problem.UncaughtExceptionMapper;

/** ACME, all of it below {@code /acme}. */
@ApplicationPath("/acme")
public class AcmeApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                DirectoryResource.class,
                NewNonceResource.class,
                AccountResource.class,
                KeyChangeResource.class,
                OrderResource.class,
                OrdersListResource.class,
                AuthorizationResource.class,
                ChallengeResource.class,
                CertificateResource.class,
                RevocationResource.class,
                RenewalInfoResource.class,
                MatchedResource.class,
                AcmeHeaders.class,
                RefusedRequests.class,
                AcmeExceptionMapper.class,
                NotIssuableMapper.class,
                UncaughtExceptionMapper.class);
    }
}
