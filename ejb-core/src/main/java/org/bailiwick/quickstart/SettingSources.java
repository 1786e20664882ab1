package org.bailiwick.quickstart;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;

/**
 * Where the quick start finds settings; what is named first wins: system properties, the environment, the file {@code
 * bailiwick.properties} in the data folder, and then that this is a quick start.
 */
final class SettingSources {

    private SettingSources() {}

    /**
     * Reads them all.
     *
     * @param data the data folder, unless a setting names another
     */
    static Settings read(Path data) throws IOException {
        Map<String, String> outer = new TreeMap<>(Settings.amongEnvironment(System.getenv()));
        outer.putAll(Settings.among(System.getProperties()));
        outer.putIfAbsent(Setting.DATA.key(), data.toString());
        Map<String, String> all = new TreeMap<>();
        all.put(Setting.MODE.key(), "quickstart");
        all.putAll(file(Path.of(outer.get(Setting.DATA.key()), "bailiwick.properties")));
        all.putAll(outer);
        return Settings.of(all);
    }

    private static Map<String, String> file(Path file) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        }
        return settings;
    }
}
