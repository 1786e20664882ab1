package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the next CRL shall say. */
final class CrlOptions {

    @Option(
            names = "--previous",
            paramLabel = "FILE",
            description = "The CRL before, PEM or DER: its entries stay, its number grows. Only the first has none.")
    private Optional<Path> previous = Optional.empty();

    @Option(
            names = "--number",
            description = "Its number; needed for the first, else one more than that of the CRL before.")
    private Optional<BigInteger> number = Optional.empty();

    @Option(
            names = "--revoke",
            paramLabel = "SERIAL=REASON",
            mapFallbackValue = "unspecified",
            description = "A certificate by its serial number, hex. Reasons: keyCompromise, cACompromise,"
                    + " affiliationChanged, superseded, cessationOfOperation, privilegeWithdrawn. May be repeated.")
    private Map<String, RevocationReason> serials = new LinkedHashMap<>();

    @Option(
            names = "--revoke-certificate",
            paramLabel = "FILE=REASON",
            mapFallbackValue = "unspecified",
            description = "The same by the certificate itself, the first in a file. May be repeated.")
    private Map<Path, RevocationReason> certificates = new LinkedHashMap<>();

    @Option(
            names = "--next-update",
            defaultValue = "P7M",
            description =
                    "When the CRL after it will be there at the latest: a calendar period from now such as P7M or P200D"
                            + " (default ${DEFAULT-VALUE}).")
    private Period untilNext = Period.ZERO;

    NextCrl read(CeremonyFiles files) throws IOException {
        Optional<X509CRL> before = Optional.empty();
        if (previous.isPresent()) {
            before = Optional.of(Pem.crl(files.read(previous.get()), previous.get()));
        }
        List<Revocation> revocations = new ArrayList<>();
        serials.forEach((serial, reason) -> revocations.add(Revocation.of(serial, reason)));
        for (Map.Entry<Path, RevocationReason> each : certificates.entrySet()) {
            Path file = each.getKey();
            revocations.add(
                    Revocation.of(Pem.certificates(files.read(file), file).get(0), each.getValue()));
        }
        return new NextCrl(before, number, revocations, untilNext);
    }
}
