package org.bailiwick.admin.web.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.bailiwick.client.ClientSoftware;
import org.bailiwick.client.Step;
import org.bailiwick.config.ExternalAccountRequirement;
import org.bailiwick.config.Setting;
import org.bailiwick.order.OrderStatus;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.provisioner.ProvisionerOverview;
import org.junit.jupiter.api.Test;

/** Labels whose keys the pages make up. */
class ProvisionerTextsTest {

    private static final Set<String> TEXTS = ResourceBundle.getBundle(
                    "org.bailiwick.admin.web.provisioner.texts", Locale.ENGLISH)
            .keySet();

    @Test
    void whateverThereIsHasALabel() {
        assertThat(TEXTS)
                .containsAll(Arrays.stream(Setting.values())
                        .filter(Setting::ofProvisioners)
                        .map(setting -> "setting." + ProvisionerOverview.shortName(setting))
                        .toList())
                .containsAll(Arrays.stream(ExternalAccountRequirement.values())
                        .map(requirement -> "external." + requirement.word())
                        .toList())
                .containsAll(Arrays.stream(ProvisionerKind.values())
                        .map(kind -> "kind." + kind.word())
                        .toList())
                .containsAll(Arrays.stream(ClientSoftware.values())
                        .map(software -> "note." + software.word())
                        .toList())
                .containsAll(Arrays.stream(Step.What.values())
                        .map(what -> "step." + what.word())
                        .toList())
                .containsAll(Arrays.stream(OrderStatus.values())
                        .map(status -> "order." + status.name().toLowerCase(Locale.ROOT))
                        .toList())
                .contains("saved", "disabled", "enabled", "made");
    }
}
