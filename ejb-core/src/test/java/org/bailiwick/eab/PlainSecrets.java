package org.bailiwick.eab;

import java.util.Arrays;
import org.bailiwick.acme.ResourceId;

/** Secrets that no token keeps: they are bound to their owner, as the real ones are, and not encrypted. */
public class PlainSecrets extends Secrets {

    private final String label;

    public PlainSecrets(String label) {
        this.label = label;
    }

    @Override
    public String currentKey() {
        return label;
    }

    @Override
    public SealedSecret seal(ResourceId key, int number, ExternalAccountSecret secret) {
        byte[] sealed = Arrays.copyOf(secret.octets(), 36);
        sealed[32] = owner(key, number);
        return new SealedSecret(label, sealed);
    }

    @Override
    public ExternalAccountSecret open(ResourceId key, int number, SealedSecret sealed) {
        if (sealed.encrypted()[32] != owner(key, number)) {
            throw new IllegalStateException("this secret belongs to another row");
        }
        return ExternalAccountSecret.of(Arrays.copyOf(sealed.encrypted(), 32));
    }

    private static byte owner(ResourceId key, int number) {
        return (byte) (key.hashCode() * 31 + number);
    }
}
