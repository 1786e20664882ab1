package org.bailiwick.eab.administration;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.MacAlgorithm;
import org.bailiwick.policy.document.PolicyDocument;

/** Keys as CSV (RFC 4180), to be read by people with a spreadsheet. There is no secret in it. */
public final class KeyExport {

    /** How a cell begins that spreadsheets take for a formula, or for the end of the one before. */
    private static final Pattern FORMULA = Pattern.compile("^\\s*[=+\\-@\\t\\r\\n|%]", Pattern.UNICODE_CHARACTER_CLASS);

    /** The names of the columns. */
    public static final String HEADER = line(List.of(
            "kid",
            "provisioner",
            "reference",
            "owner",
            "note",
            "status",
            "remaining uses",
            "macs",
            "profiles",
            "policy",
            "created",
            "expires",
            "suspended",
            "revoked",
            "last bound"));

    /** The names of the columns of keys with their secrets. */
    public static final String SECRETS_HEADER = line(List.of("kid", "reference", "owner", "hmac key"));

    private KeyExport() {}

    /**
     * A new key with its secret, which is as it is: it may begin with {@code -}, but has no sign that a formula could do
     * anything with, and with another one before it, it would be another secret.
     */
    public static String line(IssuedKey issued) {
        ExternalAccountKey key = issued.key();
        return line(List.of(
                key.id().toString(),
                harmless(key.reference()),
                harmless(key.owner().orElse("")),
                issued.secret().base64url()));
    }

    static String line(ExternalAccountKey key, Instant now) {
        return line(cells(key, now).stream().map(KeyExport::harmless).toList());
    }

    private static String line(List<String> cells) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(cells);
        } catch (IOException impossible) {
            throw new UncheckedIOException("text in memory", impossible);
        }
        return text.toString();
    }

    private static List<String> cells(ExternalAccountKey key, Instant now) {
        return List.of(
                key.id().toString(),
                key.provisioner().authority().name() + "/" + key.provisioner().name(),
                key.reference(),
                key.owner().orElse(""),
                key.note().orElse(""),
                key.statusAt(now).name().toLowerCase(Locale.ROOT),
                Integer.toString(key.remainingUses()),
                String.join(" ", key.macs().stream().map(MacAlgorithm::name).toList()),
                String.join(" ", key.profiles()),
                key.policy()
                        .map(policy -> PolicyDocument.write(policy).toString())
                        .orElse(""),
                key.createdAt().toString(),
                time(key.expiresAt()),
                time(key.suspendedAt()),
                time(key.revokedAt()),
                time(key.boundAt()));
    }

    private static String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }

    static String harmless(String cell) {
        return FORMULA.matcher(cell).find() ? "'" + cell : cell;
    }
}
