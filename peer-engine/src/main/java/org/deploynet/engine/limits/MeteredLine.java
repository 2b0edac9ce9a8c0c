package org.deploynet.engine.limits;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deploynet.control.sharing.SharingReport.Metered;

/** Whether the line is paid by use. Asking may take a moment. */
@FunctionalInterface
public interface MeteredLine {
    Metered now();

    /**
     * Known on Linux where NetworkManager runs: its property {@code Metered} (NMMetered of its D-Bus interface: 1 yes, 2 no, 3
     * and 4 the same as a guess).
     */
    static MeteredLine ofThisMachine() {
        return () -> asked(List.of(
                "busctl",
                "--system",
                "--timeout=2",
                "get-property",
                "org.freedesktop.NetworkManager",
                "/org/freedesktop/NetworkManager",
                "org.freedesktop.NetworkManager",
                "Metered"));
    }

    private static Metered asked(List<String> command) {
        try {
            Process busctl = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            if (!busctl.waitFor(5, TimeUnit.SECONDS)) {
                busctl.destroyForcibly();
                return Metered.UNKNOWN;
            }
            return parse(new String(busctl.getInputStream().readNBytes(200), StandardCharsets.UTF_8));
        } catch (IOException notThere) {
            return Metered.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Metered.UNKNOWN;
        }
    }

    private static Metered parse(String answer) {
        return switch (answer.strip()) {
            case "u 1", "u 3" -> Metered.YES;
            case "u 2", "u 4" -> Metered.NO;
            default -> Metered.UNKNOWN;
        };
    }
}
