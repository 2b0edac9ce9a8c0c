package org.deploynet.engine.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deploynet.control.sharing.SharingReport.Power;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerSourceTest {
    @TempDir
    Path supplies;

    @Test
    void aMachineWithoutABatteryHangsOnTheMains() {
        assertEquals(Power.MAINS, PowerSource.in(supplies).now());
    }

    @Test
    void aDischargingBatteryFeedsUnlessTheSupplyIsOnLine() throws IOException {
        write("BAT0/type", "Battery");
        write("BAT0/status", "Discharging");
        write("AC/type", "Mains");
        write("AC/online", "0");
        assertEquals(Power.BATTERY, PowerSource.in(supplies).now());
        write("AC/online", "1");
        assertEquals(Power.MAINS, PowerSource.in(supplies).now());
    }

    @Test
    void aChargingBatteryIsNoReasonToWait() throws IOException {
        write("BAT0/type", "Battery");
        write("BAT0/status", "Charging");
        assertEquals(Power.MAINS, PowerSource.in(supplies).now());
    }

    @Test
    void aMousesBatteryDoesNotFeedTheMachine() throws IOException {
        write("hid-mouse/type", "Battery");
        write("hid-mouse/scope", "Device");
        write("hid-mouse/status", "Discharging");
        assertEquals(Power.MAINS, PowerSource.in(supplies).now());
    }

    @Test
    void saysUnknownWhereTheSystemTellsNothing() {
        assertEquals(Power.UNKNOWN, PowerSource.in(supplies.resolve("missing")).now());
    }

    private void write(String file, String word) throws IOException {
        Path path = supplies.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, word + "\n");
    }
}
