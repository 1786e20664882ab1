package org.bailiwick.authority;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;

/** The one token of this server, opened at first use and kept. Whoever uses it does so through {@link TokenCalls}. */
@ApplicationScoped
public class OpenToken {

    @Inject
    Settings settings;

    private Optional<Pkcs11Token> token = Optional.empty();

    /**
     * The token; whether it is there shows only when something is asked of it. Call this before {@link TokenCalls#begin} and
     * not within: a server that starts keeps its beans from all threads but the one that starts it, and that one waits.
     */
    public synchronized Pkcs11Token get() {
        if (token.isEmpty()) {
            token = Optional.of(new Pkcs11Token(
                    new Pkcs11TokenConfig(settings.tokenLibrary(), settings.tokenLabel(), settings.tokenPinFile())));
        }
        return token.get();
    }

    @PreDestroy
    synchronized void close() {
        token.ifPresent(Pkcs11Token::close);
    }
}
