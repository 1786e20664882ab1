package org.bailiwick.admin.web.key;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.eab.KeyDescription;
import org.bailiwick.eab.KeyTerms;
import org.bailiwick.eab.administration.KeyOverview;
import org.bailiwick.policy.NamePolicy;
import org.jspecify.annotations.Nullable;

/** The fields in which the terms of a key are written. */
public class KeyForm implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private String provisioner = "";
    private String reference = "";
    private String owner = "";
    private String note = "";
    private String expires = "";
    private String uses = "1";
    private String profiles = "";
    private String allow = "";
    private String deny = "";

    /** With what can be changed of a key. */
    static KeyForm of(KeyOverview key) {
        KeyForm form = new KeyForm();
        form.owner = key.owner();
        form.note = key.note();
        Instant expiry = key.expiresAt();
        form.expires = expiry == null ? "" : expiry.toString();
        return form;
    }

    /** A new form at the same provisioner. */
    KeyForm emptied() {
        KeyForm form = new KeyForm();
        form.provisioner = provisioner;
        return form;
    }

    /**
     * The provisioner that was chosen.
     *
     * @throws AdminException {@code INVALID} if none was
     */
    UUID provisioner() {
        return Ids.uuid(provisioner).orElseThrow(() -> AdminException.invalid("Choose a provisioner."));
    }

    /**
     * All that was written.
     *
     * @throws AdminException {@code INVALID} if something cannot be
     */
    KeyTerms terms() {
        return checked(() -> {
            KeyDescription description = read();
            return new KeyTerms(
                    reference,
                    description.owner(),
                    description.note(),
                    description.expiresAt(),
                    KeyTerms.ALL_MACS,
                    uses(uses),
                    words(profiles),
                    policy());
        });
    }

    /**
     * What can be changed of a key.
     *
     * @throws AdminException {@code INVALID} if something cannot be
     */
    KeyDescription description() {
        return checked(this::read);
    }

    /**
     * For how many accounts a secret is.
     *
     * @throws AdminException {@code INVALID} if it is no number that can be
     */
    int uses() {
        return checked(() -> uses(uses));
    }

    private KeyDescription read() {
        return new KeyDescription(
                Optional.of(owner),
                Optional.of(note),
                Optional.of(expires.strip()).filter(text -> !text.isEmpty()).map(KeyDescription::expiry));
    }

    private Optional<NamePolicy> policy() {
        List<String> allowing = words(allow);
        List<String> denying = words(deny);
        return allowing.isEmpty() && denying.isEmpty()
                ? Optional.empty()
                : Optional.of(NamePolicy.ofBareRules(allowing, denying));
    }

    private static int uses(String text) {
        int number = NUMBER.matcher(text.strip()).matches() ? Integer.parseInt(text.strip()) : 0;
        KeyTerms.requireUses(number);
        return number;
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("[\\s,]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static <T> T checked(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException cannotBe) {
            throw AdminException.invalid(String.valueOf(cannotBe.getMessage()));
        }
    }

    public String getProvisioner() {
        return provisioner;
    }

    /** Null if none is chosen. */
    public void setProvisioner(@Nullable String provisioner) {
        this.provisioner = provisioner == null ? "" : provisioner;
    }

    public String getReference() {
        return reference;
    }

    public void setReference(String reference) {
        this.reference = reference;
    }

    public String getOwner() {
        return owner;
    }

    public void setOwner(String owner) {
        this.owner = owner;
    }

    public String getNote() {
        return note;
    }

    public void setNote(String note) {
        this.note = note;
    }

    public String getExpires() {
        return expires;
    }

    public void setExpires(String expires) {
        this.expires = expires;
    }

    public String getUses() {
        return uses;
    }

    public void setUses(String uses) {
        this.uses = uses;
    }

    public String getProfiles() {
        return profiles;
    }

    public void setProfiles(String profiles) {
        this.profiles = profiles;
    }

    public String getAllow() {
        return allow;
    }

    public void setAllow(String allow) {
        this.allow = allow;
    }

    public String getDeny() {
        return deny;
    }

    public void setDeny(String deny) {
        this.deny = deny;
    }
}
