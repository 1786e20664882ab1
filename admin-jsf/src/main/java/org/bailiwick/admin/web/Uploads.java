package org.bailiwick.admin.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.bailiwick.admin.AdminException;
import org.jspecify.annotations.Nullable;

/**
 * Files that people send with a form (RFC 7578). They are read from the request, not by a component of Faces: such a one would
 * be part of the page's state, and what it holds cannot be kept.
 */
@ApplicationScoped
public class Uploads {

    private static final Logger LOG = System.getLogger(Uploads.class.getName());

    /** The longest file, in octets: as much as the API takes. */
    public static final int MOST = 1024 * 1024;

    /** With the other fields; {@code web.xml} has the same. */
    static final int MOST_IN_ALL = 1_100_000;

    /** The pages that take files; the others read no such request at all. */
    private static final Set<String> PAGES = Set.of("/keys-upload");

    @Inject
    HttpServletRequest request;

    /**
     * The file of a field as text.
     *
     * @throws AdminException {@code INVALID} if there is none, it is too long or not in UTF-8
     */
    public String text(String field) {
        try {
            Part part = request.getPart(field);
            if (part == null || part.getSize() == 0) {
                throw AdminException.invalid("Choose a file that is not empty.");
            }
            if (part.getSize() > MOST) {
                throw AdminException.invalid("The file has more than %d octets; split it.".formatted(MOST));
            }
            try (InputStream file = part.getInputStream()) {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(file.readNBytes(MOST)))
                        .toString();
            }
        } catch (CharacterCodingException invalid) {
            throw AdminException.invalid("The file is not in UTF-8.");
        } catch (IOException | ServletException broken) {
            LOG.log(Level.DEBUG, "a form with a file that cannot be read", broken);
            throw AdminException.invalid("The file did not arrive as a whole; send it again.");
        }
    }

    /** Whether a request says that there may be files in it. */
    static boolean isOne(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /**
     * By which status a request with files is refused before anything of it is read.
     *
     * @param path of the page, without suffix
     * @param length of the body, in octets; negative if it is not said
     * @return 0 if it is not refused
     */
    static int refusal(String path, long length) {
        if (!PAGES.contains(path)) {
            return HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE;
        }
        if (length < 0) {
            return HttpServletResponse.SC_LENGTH_REQUIRED;
        }
        return length > MOST_IN_ALL ? HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE : 0;
    }

    /** Has the server take a request with files apart, which it would do at the first question for a field. */
    static boolean isReadable(HttpServletRequest request) {
        try {
            return !request.getParts().isEmpty();
        } catch (IOException | ServletException | RuntimeException broken) {
            LOG.log(Level.DEBUG, "a form with a file that cannot be read", broken);
            return false;
        }
    }
}
