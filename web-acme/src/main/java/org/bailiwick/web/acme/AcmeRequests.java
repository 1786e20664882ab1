package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.config.Settings;
import org.bailiwick.nonce.NonceService;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerService;
import org.bailiwick.web.jws.FlattenedJws;
import org.bailiwick.web.jws.JwsVerifier;
import org.bailiwick.web.jws.ProtectedHeader;
import org.bailiwick.web.problem.HttpProblemException;

/**
 * Verifies requests (RFC 8555 §6.2–§6.5). Each method says which authentication it wants, and what it returns is proof
 * that it got it: media type, signature, URL and nonce are right, and the account is valid.
 */
@ApplicationScoped
class AcmeRequests {

    private static final String JOSE_JSON = "application/jose+json";

    /**
     * How we write paths. The server finds a resource by other spellings, too: with encoded letters, parameters of a
     * segment, a slash at the end.
     */
    private static final Pattern GIVEN_OUT = Pattern.compile("/[A-Za-z0-9._~/-]*[A-Za-z0-9_~-]");

    @Inject
    Accounts accounts;

    @Inject
    AccountSignature signatures;

    @Inject
    ProvisionerService provisioners;

    @Inject
    NonceService nonces;

    @Inject
    Settings settings;

    /** A request signed by an account, named by its URL in {@code kid}. */
    AccountRequest verifiedByAccount(InputStream body, UriInfo uri, HttpHeaders headers) {
        FlattenedJws jws = read(body, headers);
        return verifiedByAccount(jws, jws.header(), uri);
    }

    /** A request signed by the key that it carries as {@code jwk}. */
    KeyRequest verifiedByKey(InputStream body, UriInfo uri, HttpHeaders headers) {
        FlattenedJws jws = read(body, headers);
        return verifiedByKey(jws, jws.header(), uri);
    }

    /** A request signed by either, as its header says; only revokeCert takes both (RFC 8555 §6.2). */
    SignedRequest verifiedByAccountOrKey(InputStream body, UriInfo uri, HttpHeaders headers) {
        FlattenedJws jws = read(body, headers);
        ProtectedHeader header = jws.header();
        return header.hasKid() ? verifiedByAccount(jws, header, uri) : verifiedByKey(jws, header, uri);
    }

    private AccountRequest verifiedByAccount(FlattenedJws jws, ProtectedHeader header, UriInfo uri) {
        Directory directory = Directory.of(uri, settings.url());
        requireFresh(header, uri);
        Account account = directory
                .accountAt(header.requireKid())
                .flatMap(id -> accounts.at(directory.authority(), directory.provisioner(), id))
                .orElseThrow(() -> new AcmeException(ProblemType.ACCOUNT_DOES_NOT_EXIST.problem(
                        "The \"kid\" is not the URL of an account at %s.".formatted(directory.url()))));
        signatures.verify(jws, header, account);
        takeNonce(header);
        return new AccountRequest(accounts.requireValid(account), directory, jws);
    }

    /** A request signed by an account and, within, by the key that the account wants (RFC 8555 §7.3.5). */
    KeyChangeRequest verifiedByBothKeys(InputStream body, UriInfo uri, HttpHeaders headers) {
        return KeyChangeRequest.within(verifiedByAccount(body, uri, headers));
    }

    private KeyRequest verifiedByKey(FlattenedJws jws, ProtectedHeader header, UriInfo uri) {
        Directory directory = Directory.of(uri, settings.url());
        Provisioner provisioner =
                provisioners.at(directory.authority(), directory.provisioner()).orElseThrow(Directory::noneHere);
        requireFresh(header, uri);
        AccountKey key = header.requireJwk().accountKey();
        JwsVerifier.verify(jws, header, key);
        takeNonce(header);
        return new KeyRequest(key, provisioner, directory, jws);
    }

    /** What costs little first: a request for elsewhere, or from long ago, is not worth a signature check. */
    private void requireFresh(ProtectedHeader header, UriInfo uri) {
        String path = uri.getRequestUri().getRawPath();
        if (!GIVEN_OUT.matcher(path).matches()) {
            throw HttpProblemException.notFound(
                    "There is nothing here; use the URLs of the directory and of answers as they are (RFC 8555 §6.4).");
        }
        String url = settings.url() + path;
        if (!header.url().equals(url) || uri.getRequestUri().getRawQuery() != null) {
            throw HttpProblemException.unauthorized(
                    "The protected header's \"url\" is not the URL of this request, %s (RFC 8555 §6.4)."
                            .formatted(url));
        }
        if (!nonces.isCurrent(header.requireNonce())) {
            throw badNonce();
        }
    }

    /** Last, so that nobody uses up a nonce with a request that is not signed. */
    private void takeNonce(ProtectedHeader header) {
        if (!nonces.take(header.requireNonce())) {
            throw badNonce();
        }
    }

    private static AcmeException badNonce() {
        return new AcmeException(ProblemType.BAD_NONCE.problem(
                "The nonce is unknown, used or too old; sign the request again with the Replay-Nonce of this answer."));
    }

    private static FlattenedJws read(InputStream body, HttpHeaders headers) {
        String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JOSE_JSON)) {
            throw HttpProblemException.unsupportedMediaType(
                    "The Content-Type of a POST must be %s (RFC 8555 §6.2).".formatted(JOSE_JSON));
        }
        try {
            byte[] octets = body.readNBytes(FlattenedJws.MAXIMUM_SIZE + 1);
            if (octets.length > FlattenedJws.MAXIMUM_SIZE) {
                throw HttpProblemException.tooLarge(
                        "The request has more than %d octets.".formatted(FlattenedJws.MAXIMUM_SIZE));
            }
            return FlattenedJws.parse(octets);
        } catch (IOException brokenOff) {
            throw new AcmeException(
                    ProblemType.MALFORMED.problem("The request's body could not be read to its end."), brokenOff);
        }
    }
}
