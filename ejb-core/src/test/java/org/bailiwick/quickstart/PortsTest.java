package org.bailiwick.quickstart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bailiwick.config.Settings;
import org.junit.jupiter.api.Test;

class PortsTest {

    private static final List<String> PORTS =
            List.of("https-port", "http-port", "management-port", "admin.client-port");

    @Test
    void aPortThatIsTakenIsNamedWithItsSetting() throws IOException {
        Map<String, String> settings =
                new HashMap<>(Map.of("bailiwick.data", "/data", "bailiwick.admin.client-certificates", "true"));
        for (String port : PORTS) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                settings.put("bailiwick." + port, Integer.toString(free.getLocalPort()));
            }
        }
        assertThatCode(() -> Ports.requireFree(Settings.of(settings))).doesNotThrowAnyException();
        for (String port : PORTS) {
            try (ServerSocket taken = new ServerSocket(
                    Integer.parseInt(settings.get("bailiwick." + port)), 1, InetAddress.getLoopbackAddress())) {
                assertThatThrownBy(() -> Ports.requireFree(Settings.of(settings)))
                        .isInstanceOf(QuickStartException.class)
                        .hasMessageContaining("port " + taken.getLocalPort())
                        .hasMessageContaining("(bailiwick." + port + ")");
            }
        }
    }
}
