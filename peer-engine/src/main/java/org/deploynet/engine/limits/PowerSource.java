package org.deploynet.engine.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What feeds this machine. */
@FunctionalInterface
public interface PowerSource {
    enum Kind {
        MAINS,
        BATTERY,
        UNKNOWN
    }

    Kind now();

    /** Known on Linux, by {@code /sys/class/power_supply} (Documentation/ABI/testing/sysfs-class-power). */
    static PowerSource ofThisMachine() {
        return in(Path.of("/sys/class/power_supply"));
    }

    /** A machine without a battery of its own hangs on the mains, and so does one whose supply is on line. */
    static PowerSource in(Path supplies) {
        return () -> {
            if (Files.notExists(supplies)) {
                return Kind.UNKNOWN;
            }
            boolean battery = false;
            try (var all = Files.newDirectoryStream(supplies)) {
                for (Path supply : all) {
                    String type = word(supply, "type");
                    if (!type.equals("Battery") && word(supply, "online").equals("1")) {
                        return Kind.MAINS;
                    }
                    // A mouse's battery has the scope "Device".
                    battery |= type.equals("Battery")
                            && !word(supply, "scope").equals("Device")
                            && word(supply, "status").equals("Discharging");
                }
                return battery ? Kind.BATTERY : Kind.MAINS;
            } catch (IOException unreadable) {
                return Kind.UNKNOWN;
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
