package org.bailiwick.hsm.ceremony;

import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What the certificate of a subordinate CA shall say. */
final class IssuingOptions {

    @Option(
            names = "--path-length",
            defaultValue = "0",
            description = "How many CAs may be below it (default ${DEFAULT-VALUE}: an issuing CA).")
    private int pathLength;

    @Option(
            names = "--validity",
            defaultValue = "P10Y",
            description = "A calendar period such as P10Y or P18M (default ${DEFAULT-VALUE}).")
    private Period validity = Period.ZERO;

    @Option(
            names = "--crl-url",
            paramLabel = "URL",
            description = "Where this CA's CRL will be, plain http. May be repeated: each leads to the same CRL.")
    private List<String> crlUrls = new ArrayList<>();

    @Option(
            names = "--issuer-url",
            paramLabel = "URL",
            description = "Where this CA's own certificate will be, plain http, DER. May be repeated.")
    private List<String> issuerUrls = new ArrayList<>();

    @Option(
            names = "--permit-dns",
            paramLabel = "NAME",
            description =
                    "The new CA may issue for this DNS name and all below it, and for no others but those of further"
                            + " such options; for addresses only as --permit-ip says. May be repeated.")
    private List<String> permittedDns = new ArrayList<>();

    @Option(
            names = "--permit-ip",
            paramLabel = "RANGE",
            description = "Likewise for addresses such as 10.0.0.0/8 or fd00::/8. May be repeated.")
    private List<String> permittedIp = new ArrayList<>();

    @Option(
            names = "--exclude-dns",
            paramLabel = "NAME",
            description = "Not for this DNS name and those below it. May be repeated.")
    private List<String> excludedDns = new ArrayList<>();

    @Option(names = "--exclude-ip", paramLabel = "RANGE", description = "Not for these addresses. May be repeated.")
    private List<String> excludedIp = new ArrayList<>();

    SubordinateTerms terms() {
        return new SubordinateTerms(
                pathLength,
                validity,
                crlUrls,
                issuerUrls,
                new NameLimits(permittedDns, permittedIp, excludedDns, excludedIp));
    }
}
