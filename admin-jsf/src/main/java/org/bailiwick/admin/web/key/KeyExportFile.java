package org.bailiwick.admin.web.key;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.FileAnswer;
import org.bailiwick.eab.administration.ExternalAccountKeyService;
import org.bailiwick.eab.administration.KeyExport;
import org.bailiwick.eab.administration.KeySearch;

/** All keys that are looked for as one file, without secrets; read and written page by page, however many they are. */
@ApplicationScoped
public class KeyExportFile {

    public static final String NAME = "external-account-keys.csv";

    @Inject
    ExternalAccountKeyService keys;

    /** Begins one: what is refused is refused now, before the answer begins. */
    public FileAnswer.Content of(KeySearch wanted) {
        Page<String> first = keys.export(wanted, page(Optional.empty()));
        return out -> {
            write(out, List.of(KeyExport.HEADER));
            write(out, first.items());
            Optional<UUID> next = first.next();
            while (next.isPresent()) {
                Page<String> more = keys.export(wanted, page(next));
                write(out, more.items());
                next = more.next();
            }
        };
    }

    private static PageRequest page(Optional<UUID> from) {
        return PageRequest.of(from, PageRequest.MOST);
    }

    private static void write(OutputStream out, List<String> lines) throws IOException {
        for (String line : lines) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        }
    }
}
