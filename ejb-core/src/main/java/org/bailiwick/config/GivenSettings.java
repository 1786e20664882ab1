package org.bailiwick.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings that were given, as text, and each of them read as what it is. A blank one counts as not given.
 *
 * <p>{@code bailiwick.provisioner.web.profiles} is what the provisioner {@code web} has of its own instead of {@code
 * bailiwick.profiles}. {@code bailiwick.token.plant.label} describes another token, {@code plant}, beside the server's own.
 */
final class GivenSettings {

    private static final int MAXIMUM_PORT = 65535;

    private static final String PROVISIONER = Setting.PREFIX + "provisioner.";

    private static final Pattern OF_PROVISIONER =
            Pattern.compile(Pattern.quote(PROVISIONER) + "(?<name>[^.]*)\\.(?<setting>.*)");

    private static final String TOKEN = Setting.PREFIX + "token.";

    private static final Pattern OF_TOKEN = Pattern.compile(Pattern.quote(TOKEN) + "(?<name>[^.]*)\\.(?<setting>.*)");

    private final Map<Setting, String> values;
    private final Map<String, Map<Setting, String>> provisioners;
    private final Map<String, Map<Setting, String>> tokens;

    private GivenSettings(
            Map<Setting, String> values,
            Map<String, Map<Setting, String>> provisioners,
            Map<String, Map<Setting, String>> tokens) {
        this.values = values;
        this.provisioners = provisioners;
        this.tokens = tokens;
    }

    /**
     * Finds each by its key ({@code bailiwick.…}).
     *
     * @throws InvalidSettingException if there is no such setting
     */
    static GivenSettings of(Map<String, String> given) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        Map<String, Map<Setting, String>> provisioners = new TreeMap<>();
        Map<String, Map<Setting, String>> tokens = new TreeMap<>();
        new TreeMap<>(given).forEach((key, value) -> {
            Matcher ofProvisioner = OF_PROVISIONER.matcher(key);
            Matcher ofToken = OF_TOKEN.matcher(key);
            Setting setting;
            Map<Setting, String> where;
            if (ofProvisioner.matches()) {
                setting = ofProvisioner(key, ofProvisioner);
                where = described(provisioners, ofProvisioner);
            } else if (ofToken.matches()) {
                setting = ofToken(key, ofToken);
                where = described(tokens, ofToken);
            } else {
                setting = known(key);
                where = values;
            }
            if (!value.isBlank()) {
                where.put(setting, value.strip());
            }
        });
        return new GivenSettings(values, provisioners, tokens);
    }

    private static Map<Setting, String> described(Map<String, Map<Setting, String>> all, Matcher key) {
        return all.computeIfAbsent(key.group("name"), first -> new EnumMap<>(Setting.class));
    }

    private static Setting known(String key) {
        return Setting.withKey(key)
                .orElseThrow(() -> new InvalidSettingException(
                        "There is no setting %s; docs/settings.md lists them all.".formatted(key)));
    }

    private static Setting ofProvisioner(String key, Matcher parts) {
        if (!SettingChecks.isSegment(parts.group("name"))) {
            throw new InvalidSettingException(
                    "The setting %s names no provisioner: write 1 to 63 lower-case letters, digits and inner hyphens."
                            .formatted(key));
        }
        return Setting.withKey(Setting.PREFIX + parts.group("setting"))
                .filter(Setting::ofProvisioners)
                .orElseThrow(() -> new InvalidSettingException(
                        "There is no setting %s; docs/settings.md says what a provisioner may have of its own."
                                .formatted(key)));
    }

    private static Setting ofToken(String key, Matcher parts) {
        if (!SettingChecks.isSegment(parts.group("name"))) {
            throw new InvalidSettingException(
                    "The setting %s names no token: write 1 to 63 lower-case letters, digits and inner hyphens."
                            .formatted(key));
        }
        return Setting.withKey(TOKEN + parts.group("setting"))
                .filter(Setting::ofTokens)
                .orElseThrow(() -> new InvalidSettingException(
                        "There is no setting %s; docs/settings.md says what is said of another token.".formatted(key)));
    }

    /** The key of what is said of another token. */
    static String keyOfToken(String name, Setting setting) {
        return TOKEN + name + "." + setting.key().substring(TOKEN.length());
    }

    /** The key of what a provisioner has of its own. */
    static String keyOfProvisioner(String name, Setting setting) {
        return PROVISIONER + name + "." + setting.key().substring(Setting.PREFIX.length());
    }

    GivenSettings with(Map<Setting, String> others) {
        Map<Setting, String> all = new EnumMap<>(values);
        all.putAll(others);
        return new GivenSettings(all, provisioners, tokens);
    }

    /** What is said of each of the other tokens, by name. */
    Map<String, Map<Setting, String>> tokens() {
        return Collections.unmodifiableMap(tokens);
    }

    /** What the provisioners that were described have of their own, by name. */
    Map<String, Map<Setting, String>> provisioners() {
        return Collections.unmodifiableMap(provisioners);
    }

    boolean has(Setting setting) {
        return values.containsKey(setting);
    }

    void forEach(BiConsumer<Setting, String> action) {
        values.forEach(action);
    }

    Optional<String> optional(Setting setting) {
        return Optional.ofNullable(values.get(setting));
    }

    String text(Setting setting) {
        return optional(setting).or(setting::standard).orElseThrow(() -> invalid(setting, "it has no default"));
    }

    Optional<Path> path(Setting setting) {
        try {
            return optional(setting).map(Path::of);
        } catch (InvalidPathException notAPath) {
            throw invalid(setting, "write the path of a file or a folder");
        }
    }

    /** Several, separated by commas; none if it is not given. */
    List<Path> paths(Setting setting) {
        try {
            return optional(setting).stream()
                    .flatMap(text -> Stream.of(text.split(",", -1)))
                    .map(String::strip)
                    .map(Path::of)
                    .toList();
        } catch (InvalidPathException notAPath) {
            throw invalid(setting, "write the paths of files, with commas between them");
        }
    }

    Path required(Setting setting) {
        return path(setting)
                .orElseThrow(() -> new InvalidSettingException(
                        "The setting %s is missing; docs/settings.md says what it is.".formatted(setting.key())));
    }

    int port(Setting setting) {
        return port(setting, text(setting));
    }

    /** A port that is only a part of that setting. */
    int port(Setting setting, String text) {
        return number(setting, text, 1, MAXIMUM_PORT);
    }

    int number(Setting setting, int least, int most) {
        return number(setting, text(setting), least, most);
    }

    boolean truth(Setting setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(setting, "write true or false");
        };
    }

    private int number(Setting setting, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw invalid(setting, "write a number from %d to %d".formatted(least, most));
    }

    /**
     * The sentence about a value that cannot be right.
     *
     * @param mend what to do, or what is wrong: the end of the sentence
     */
    InvalidSettingException invalid(Setting setting, String mend) {
        // a JDBC URL may have a password in it
        String shown =
                setting.secret() || setting == Setting.DATABASE_URL ? "" : "=" + values.getOrDefault(setting, "");
        return new InvalidSettingException(
                "The setting %s%s cannot be right: %s.".formatted(setting.key(), shown, mend));
    }
}
