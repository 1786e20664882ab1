package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.bailiwick.metrics.Exposition;
import org.bailiwick.monitoring.MetricsAdministration;

/** The metrics of this node, for Prometheus. */
@Path("metrics")
@Produces({MediaType.TEXT_PLAIN, MetricsResource.OPEN_METRICS})
public class MetricsResource {

    static final String OPEN_METRICS = "application/openmetrics-text";

    private static final MediaType OPEN_METRICS_TYPE = MediaType.valueOf(OPEN_METRICS);

    @Inject
    MetricsAdministration metrics;

    @Context
    HttpHeaders headers;

    /** In the format that is liked best; the plain one unless the other is named. */
    @GET
    public Response read() {
        Exposition format = headers.getAcceptableMediaTypes().stream()
                .filter(type -> type.isCompatible(MediaType.TEXT_PLAIN_TYPE) || isOpenMetrics(type))
                .findFirst()
                .filter(MetricsResource::isOpenMetrics)
                .map(named -> Exposition.OPEN_METRICS)
                .orElse(Exposition.TEXT);
        return Response.ok(metrics.read(format))
                .header(HttpHeaders.CONTENT_TYPE, format.contentType())
                .build();
    }

    private static boolean isOpenMetrics(MediaType type) {
        return type.getType().equals(OPEN_METRICS_TYPE.getType())
                && type.getSubtype().equals(OPEN_METRICS_TYPE.getSubtype());
    }
}
