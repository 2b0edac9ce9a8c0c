package org.deploynet.engine.limits;

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
        return new NetworkManager(AskedBus.SYSTEM);
    }

    /** @param bus how busctl and gdbus are told which bus: {@code --system} or {@code --address=…} */
    static MeteredLine onBus(String bus) {
        return new NetworkManager(new AskedBus(bus));
    }

    /** {@link MeteredLine} by NetworkManager. */
    record NetworkManager(AskedBus bus) implements MeteredLine {
        /** {@code u 4} of busctl, {@code (<uint32 4>,)} of gdbus. */
        private static final Pattern ANSWER = Pattern.compile("(?:u |uint32 )([0-9]+)\\b");

        @Override
        public Metered now() {
            return meaning(bus.property(Connections.manager("Metered")));
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
