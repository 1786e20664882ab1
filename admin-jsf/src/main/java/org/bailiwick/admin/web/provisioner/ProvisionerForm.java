package org.bailiwick.admin.web.provisioner;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.admin.AdminException;
import org.bailiwick.config.ExternalAccountRequirement;
import org.bailiwick.config.Setting;
import org.bailiwick.provisioner.ProvisionerOverview;
import org.jspecify.annotations.Nullable;

/** The fields of what a provisioner has of its own; what is left empty is as the server has it. */
public class ProvisionerForm implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private String externalAccount = "";
    private ArrayList<String> challenges = new ArrayList<>();
    private ArrayList<String> profiles = new ArrayList<>();
    private String firstProfile = "";
    private String limits = "";
    private String terms = "";
    private String seconds = "";
    private String http01Port = "";
    private String tlsAlpn01Port = "";
    private String sourceAddress = "";
    private String targets = "";
    private String resolvers = "";

    static ProvisionerForm of(ProvisionerOverview overview) {
        ProvisionerForm form = new ProvisionerForm();
        form.externalAccount = overview.own(Setting.EXTERNAL_ACCOUNT);
        form.challenges = new ArrayList<>(items(overview.own(Setting.CHALLENGES)));
        form.profiles = new ArrayList<>(items(overview.own(Setting.PROFILES)));
        form.firstProfile = form.profiles.stream().findFirst().orElse("");
        form.limits = overview.own(Setting.LIMITS);
        form.terms = overview.own(Setting.TERMS_OF_SERVICE);
        form.seconds = overview.own(Setting.VALIDATION_SECONDS);
        form.http01Port = overview.own(Setting.HTTP01_PORT);
        form.tlsAlpn01Port = overview.own(Setting.TLSALPN01_PORT);
        form.sourceAddress = overview.own(Setting.SOURCE_ADDRESS);
        form.targets = overview.own(Setting.VALIDATION_TARGETS);
        form.resolvers = overview.own(Setting.VALIDATION_RESOLVERS);
        return form;
    }

    /**
     * What was filled in, by the settings' keys.
     *
     * @throws AdminException {@code INVALID} if the first profile is none of those that are offered
     */
    Map<String, String> settings() {
        Map<String, String> own = new LinkedHashMap<>();
        own.put(Setting.EXTERNAL_ACCOUNT.key(), externalAccount);
        own.put(Setting.CHALLENGES.key(), String.join(", ", challenges));
        own.put(Setting.PROFILES.key(), String.join(", ", orderedProfiles()));
        own.put(Setting.LIMITS.key(), limits);
        own.put(Setting.TERMS_OF_SERVICE.key(), terms);
        own.put(Setting.VALIDATION_SECONDS.key(), seconds);
        own.put(Setting.HTTP01_PORT.key(), http01Port);
        own.put(Setting.TLSALPN01_PORT.key(), tlsAlpn01Port);
        own.put(Setting.SOURCE_ADDRESS.key(), sourceAddress);
        own.put(Setting.VALIDATION_TARGETS.key(), targets);
        own.put(Setting.VALIDATION_RESOLVERS.key(), resolvers);
        return own;
    }

    /** The one for those that ask for none is first. */
    private List<String> orderedProfiles() {
        if (profiles.isEmpty() || firstProfile.isEmpty()) {
            return profiles;
        }
        if (!profiles.contains(firstProfile)) {
            throw AdminException.invalid(
                    "The profile for clients that ask for none must be one of those that are offered; tick \"%s\", too, or choose another."
                            .formatted(firstProfile));
        }
        return Stream.concat(Stream.of(firstProfile), profiles.stream().filter(name -> !name.equals(firstProfile)))
                .toList();
    }

    private static List<String> items(String list) {
        return list.isEmpty() ? new ArrayList<>() : new ArrayList<>(Arrays.asList(COMMA.split(list.strip(), -1)));
    }

    /** The words of what a provisioner can demand of clients. */
    public List<String> getRequirements() {
        return Arrays.stream(ExternalAccountRequirement.values())
                .map(ExternalAccountRequirement::word)
                .toList();
    }

    /** All challenge types, as the wire has them. */
    public List<String> getChallengeTypes() {
        return Arrays.stream(ChallengeType.values())
                .map(ChallengeType::wireName)
                .toList();
    }

    public String getExternalAccount() {
        return externalAccount;
    }

    public void setExternalAccount(@Nullable String externalAccount) {
        this.externalAccount = Typed.orEmpty(externalAccount);
    }

    public List<String> getChallenges() {
        return challenges;
    }

    public void setChallenges(@Nullable List<String> challenges) {
        this.challenges = challenges == null ? new ArrayList<>() : new ArrayList<>(challenges);
    }

    public List<String> getProfiles() {
        return profiles;
    }

    public void setProfiles(@Nullable List<String> profiles) {
        this.profiles = profiles == null ? new ArrayList<>() : new ArrayList<>(profiles);
    }

    public String getFirstProfile() {
        return firstProfile;
    }

    public void setFirstProfile(@Nullable String firstProfile) {
        this.firstProfile = Typed.orEmpty(firstProfile);
    }

    public String getLimits() {
        return limits;
    }

    public void setLimits(@Nullable String limits) {
        this.limits = Typed.orEmpty(limits);
    }

    public String getTerms() {
        return terms;
    }

    public void setTerms(@Nullable String terms) {
        this.terms = Typed.orEmpty(terms);
    }

    public String getSeconds() {
        return seconds;
    }

    public void setSeconds(@Nullable String seconds) {
        this.seconds = Typed.orEmpty(seconds);
    }

    public String getHttp01Port() {
        return http01Port;
    }

    public void setHttp01Port(@Nullable String http01Port) {
        this.http01Port = Typed.orEmpty(http01Port);
    }

    public String getTlsAlpn01Port() {
        return tlsAlpn01Port;
    }

    public void setTlsAlpn01Port(@Nullable String tlsAlpn01Port) {
        this.tlsAlpn01Port = Typed.orEmpty(tlsAlpn01Port);
    }

    public String getSourceAddress() {
        return sourceAddress;
    }

    public void setSourceAddress(@Nullable String sourceAddress) {
        this.sourceAddress = Typed.orEmpty(sourceAddress);
    }

    public String getTargets() {
        return targets;
    }

    public void setTargets(@Nullable String targets) {
        this.targets = Typed.orEmpty(targets);
    }

    public String getResolvers() {
        return resolvers;
    }

    public void setResolvers(@Nullable String resolvers) {
        this.resolvers = Typed.orEmpty(resolvers);
    }
}
