package org.bailiwick.authority;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.bailiwick.config.InvalidSettingException;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of this server, each opened at first use and kept: its own, where secrets and the audit log have their keys, and
 * those beside it that the settings describe. Whoever uses one does so through {@link TokenCalls}.
 */
@ApplicationScoped
public class OpenToken {

    /** No other token has this name. */
    private static final String OWN = "";

    @Inject
    Settings settings;

    private final Map<String, Pkcs11Token> tokens = new HashMap<>();

    /**
     * The server's own token; whether it is there shows only when something is asked of it. Call this before {@link
     * TokenCalls#begin} and not within: a server that starts keeps its beans from all threads but the one that starts it, and
     * that one waits.
     */
    public Pkcs11Token get() {
        return get(null);
    }

    /**
     * A token. The same holds.
     *
     * @param name its name among the settings; null for the server's own
     * @throws KeyNotFound if the settings know no such token
     */
    public synchronized Pkcs11Token get(@Nullable String name) {
        return tokens.computeIfAbsent(name == null ? OWN : name, this::closed);
    }

    private Pkcs11Token closed(String name) {
        if (name.equals(OWN)) {
            return new Pkcs11Token(
                    new Pkcs11TokenConfig(settings.tokenLibrary(), settings.tokenLabel(), settings.tokenPinFile()));
        }
        try {
            return new Pkcs11Token(settings.token(name));
        } catch (InvalidSettingException unknown) {
            throw new KeyNotFound(
                    "The settings do not know the token \"%s\"".formatted(name),
                    "Describe it by bailiwick.token.%s.label and so on (docs/settings.md).".formatted(name),
                    null,
                    unknown);
        }
    }

    @PreDestroy
    synchronized void close() {
        tokens.values().forEach(Pkcs11Token::close);
    }
}
