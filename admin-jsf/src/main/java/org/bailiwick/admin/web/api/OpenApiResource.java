package org.bailiwick.admin.web.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What the API offers, as OpenAPI 3.1; for whom it is, so for nobody without a token. */
@Path("openapi.json")
public class OpenApiResource {

    private static final byte[] DOCUMENT = read();

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response document() {
        return Response.ok(DOCUMENT).build();
    }

    private static byte[] read() {
        try (InputStream document = OpenApiResource.class.getResourceAsStream("openapi.json")) {
            return Objects.requireNonNull(document, "openapi.json is beside this class")
                    .readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
