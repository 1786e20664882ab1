package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.FileAnswer;
import org.bailiwick.admin.web.key.KeyExportFile;
import org.bailiwick.eab.administration.BulkResult;
import org.bailiwick.eab.administration.ExternalAccountKeyIssuance;
import org.bailiwick.eab.administration.SecretRotation;
import org.jspecify.annotations.Nullable;

/** Many external account keys at once. */
@Path("external-account-keys")
@Produces(MediaType.APPLICATION_JSON)
public class ExternalAccountKeyFilesResource {

    private static final String CSV = "text/csv";

    @Inject
    KeyExportFile exports;

    @Inject
    ExternalAccountKeyIssuance issuance;

    @Inject
    SecretRotation rotation;

    @Inject
    Clock clock;

    /** All keys that a file describes, or none if anything is wrong with one; after a dry run none. */
    @POST
    @Path("import")
    @Consumes(CSV)
    public Response importFile(
            @QueryParam("provisioner") @Nullable String provisioner,
            @QueryParam("dryRun") @Nullable String dryRun,
            byte[] body) {
        UUID at = Filters.id("provisioner", provisioner)
                .orElseThrow(() -> AdminException.invalid("The parameter \"provisioner\" is missing."));
        boolean dry = Filters.truth("dryRun", dryRun).orElse(false);
        BulkResult result = issuance.createAll(at, text(body), dry);
        if (!dry && !result.faults().isEmpty()) {
            return ProblemResponse.of(
                    400,
                    "%d of the file's %d keys cannot be made, so none was."
                            .formatted(result.faults().size(), result.lines()),
                    result.faults().stream()
                            .map(fault -> "Line %d: %s".formatted(fault.line(), fault.sentence()))
                            .toList());
        }
        return Answers.ok(ExternalAccountKeyJson.of(result, clock.instant()));
    }

    /** All keys that are looked for, without secrets. */
    @GET
    @Path("export")
    @Produces(CSV)
    public Response export(@BeanParam ExternalAccountKeysResource.Search search) {
        // what is refused is refused before the answer begins; what follows is read and sent page by page
        FileAnswer.Content content = exports.of(search.parse());
        StreamingOutput file = content::writeTo;
        return Response.ok(file, CSV + ";charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"%s\"".formatted(KeyExportFile.NAME))
                .build();
    }

    /** Encrypts all secrets anew, under the token's key that the settings name. */
    @POST
    @Path("rotate-secrets")
    public Response rotate() {
        return Answers.ok(ExternalAccountKeyJson.of(rotation.rotate()));
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw AdminException.invalid("The file is not in UTF-8.");
        }
    }
}
