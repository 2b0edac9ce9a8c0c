package org.deploynet.engine.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deploynet.control.sharing.SharingReport.Power;

/** What feeds this machine. */
@FunctionalInterface
public interface PowerSource {
    Power now();

    /** Known on Linux, by {@code /sys/class/power_supply} (Documentation/ABI/testing/sysfs-class-power). */
    static PowerSource ofThisMachine() {
        return in(Path.of("/sys/class/power_supply"));
    }

    /** A machine without a battery of its own hangs on the mains, and so does one whose supply is on line. */
    static PowerSource in(Path supplies) {
        return () -> {
            if (Files.notExists(supplies)) {
                return Power.UNKNOWN;
            }
            boolean battery = false;
            try (var all = Files.newDirectoryStream(supplies)) {
                for (Path supply : all) {
                    String type = word(supply, "type");
                    if (!type.equals("Battery") && word(supply, "online").equals("1")) {
                        return Power.MAINS;
                    }
                    // A mouse's battery has the scope "Device".
                    battery |= type.equals("Battery")
                            && !word(supply, "scope").equals("Device")
                            && word(supply, "status").equals("Discharging");
                }
                return battery ? Power.BATTERY : Power.MAINS;
            } catch (IOException unreadable) {
                return Power.UNKNOWN;
            }
        };
    }

    private static String word(Path supply, String file) {
        try {
            return Files.readString(supply.resolve(file)).strip();
        } catch (IOException notThere) {
            return "";
        }
    }
}
