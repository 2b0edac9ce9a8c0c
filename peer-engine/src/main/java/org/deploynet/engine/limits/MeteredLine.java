package org.deploynet.engine.limits;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
        return onBus("--system");
    }

    /** @param bus how busctl and gdbus are told which bus: {@code --system} or {@code --address=…} */
    static MeteredLine onBus(String bus) {
        return new NetworkManager(bus);
    }

    /** Asks by the program that is there: a connection of our own would cost every engine a library that few need. */
    record NetworkManager(String bus) implements MeteredLine {
        private static final String NAME = "org.freedesktop.NetworkManager";
        private static final String PATH = "/org/freedesktop/NetworkManager";
        private static final String PROPERTY = "Metered";
        private static final int PATIENCE_SECONDS = 3;
        /** {@code u 4} of busctl, {@code (<uint32 4>,)} of gdbus. */
        private static final Pattern ANSWER = Pattern.compile("(?:u |uint32 )([0-9])\\b");

        @Override
        public Metered now() {
            try {
                return meaning(answer(List.of("busctl", bus, "get-property", NAME, PATH, NAME, PROPERTY)));
            } catch (IOException noBusctl) {
                return byGdbus();
            }
        }

        private Metered byGdbus() {
            String get = "org.freedesktop.DBus.Properties.Get";
            try {
                return meaning(answer(List.of(
                        "gdbus", "call", bus, "--dest", NAME, "--object-path", PATH, "--method", get, NAME, PROPERTY)));
            } catch (IOException neither) {
                return Metered.UNKNOWN;
            }
        }

        private static String answer(List<String> command) throws IOException {
            Process program = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return new String(program.getInputStream().readNBytes(200), StandardCharsets.UTF_8);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            program.destroyForcibly();
            return "";
        }

        private static Metered meaning(String answer) {
            return switch (ANSWER.matcher(answer)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .findFirst()
                    .orElse("0")) {
                case "1", "3" -> Metered.YES;
                case "2", "4" -> Metered.NO;
                default -> Metered.UNKNOWN;
            };
        }
    }
}
