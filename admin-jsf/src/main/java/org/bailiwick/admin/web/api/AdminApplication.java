package org.bailiwick.admin.web.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.bailiwick.monitoring.MatchedResource;

/** The API for administrators, all of it below {@code /admin/api}. */
@ApplicationPath("/api")
public class AdminApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                CallerResource.class,
                TokensResource.class,
                TeamsResource.class,
                AuthoritiesResource.class,
                ProfilesResource.class,
                BlockedKeysResource.class,
                IssuersResource.class,
                UpstreamsResource.class,
                OutboxResource.class,
                ProvisionersResource.class,
                AccountsResource.class,
                OrdersResource.class,
                CertificatesResource.class,
                ManualRequestsResource.class,
                RevocationsResource.class,
                RegistrationAuthoritiesResource.class,
                RelayedRequestsResource.class,
                ExternalAccountKeysResource.class,
                ExternalAccountKeyFilesResource.class,
                ExplainResource.class,
                AuditResource.class,
                MetricsResource.class,
                OpenApiResource.class,
                MatchedResource.class,
                KnownParameters.class,
                ApiRequestFilter.class,
                ApiHeaders.class,
                AdminExceptionMapper.class,
                AcmeExceptionMapper.class,
                UncaughtExceptionMapper.class);
    }
}
