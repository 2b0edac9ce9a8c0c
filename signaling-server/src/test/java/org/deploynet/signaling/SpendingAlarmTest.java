package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.SpendingAlarm;
import org.deploynet.signaling.guard.AlarmRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alarm as the operator hears of it. */
class SpendingAlarmTest {
    @TempDir
    private Path folder;

    @Test
    void whatAReceiptCostsRaisesAnAlarmThatOnlyTheOperatorReads() throws Exception {
        try (var network = TestNetwork.withSite(folder, options -> options.withAlarmRule(new AlarmRule(4_399, 4)));
                SignalingAdmin admin = SignalingAdmin.of(folder)) {
            var link = network.link();
            link.peer().settle(link.visitor().receipt(link.ticket(), 3_999_000));
            network.server.keepHouse();
            assertEquals(List.of(), admin.alarms().alarms());
            assertEquals(0, health(network).alarms());

            link.peer().settle(link.visitor().receipt(link.ticket(), 4_000_000));
            network.server.keepHouse();
            SpendingAlarm alarm = admin.alarms().alarms().getFirst();
            assertEquals(network.site(), alarm.site());
            assertEquals(4_400, alarm.spent());
            assertEquals(1, health(network).alarms());
            assertTrue(network.get("/").body().contains("Spending was unusual in one hour"));
            assertEquals(401, network.get("/v1/admin/alarms").statusCode());
        }
    }

    private static Health health(TestNetwork network) throws Exception {
        return TestNetwork.read(network.get("/health").body(), Health.class);
    }
}
