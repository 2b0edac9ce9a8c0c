package org.deploynet.engine.limits;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.Surroundings;
import org.deploynet.control.sharing.Surroundings.Told;
import org.deploynet.engine.limits.AskedBus.Member;

/** Tells who sits at this machine and what it is connected to. Asking may take a moment. */
@FunctionalInterface
public interface LookAround {
    /** What is not wanted is unknown, and costs nothing. */
    Surroundings now(Wanted wanted);

    /** What the owner's rules depend on. */
    record Wanted(boolean used, boolean fullScreen, boolean networks) {
        public static Wanted by(SharingRules rules) {
            return new Wanted(
                    rules.whileUsed() != SharingLevel.FULL,
                    rules.whileFullScreen() != SharingLevel.FULL,
                    rules.onVpn() != SharingLevel.FULL
                            || (rules.onNetworks() != SharingLevel.FULL
                                    && !rules.networks().isEmpty()));
        }

        public boolean isAnything() {
            return used || fullScreen || networks;
        }
    }

    /**
     * Known on Linux desktops, as far as they tell: use by logind and the screen saver, full screen under X11 by xprop, networks
     * by NetworkManager.
     */
    static LookAround ofThisMachine() {
        return new Desktop(AskedBus.SYSTEM, AskedBus.SESSION, System.getenv());
    }

    /** @param bus the one on which all of them are, as busctl is told it */
    static LookAround onBus(String bus, Map<String, String> environment) {
        return new Desktop(new AskedBus(bus), new AskedBus(bus), environment);
    }

    /** {@link LookAround} on Linux. */
    record Desktop(AskedBus system, AskedBus session, Map<String, String> environment) implements LookAround {
        private static final String LOGIND = "org.freedesktop.login1";
        private static final String SAVER = "org.freedesktop.ScreenSaver";
        /** {@code window id # 0x1e00007}, or {@code = 0x1e00007} where the manager set it as a number. */
        private static final Pattern ACTIVE_WINDOW = Pattern.compile("[=#] (0x[0-9a-f]+)");

        private static final Pattern NUMBER = Pattern.compile("\\b([0-9]+)\\b(?!.*[0-9])");

        @Override
        public Surroundings now(Wanted wanted) {
            Optional<Connections> networks = wanted.networks() ? Connections.on(system) : Optional.empty();
            return new Surroundings(
                    wanted.used() ? used() : Told.UNKNOWN,
                    wanted.fullScreen() ? fullScreen() : Told.UNKNOWN,
                    networks.map(known -> told(known.vpn())).orElse(Told.UNKNOWN),
                    networks.map(Connections::names));
        }

        // After how long nobody is there is the desktop's own setting. One that never told logind anything is not
        // believed to be in use for that.
        private Told used() {
            Optional<Boolean> idle = truth(system.property(logind("IdleHint")));
            Optional<Boolean> saver =
                    truth(session.call(new Member(SAVER, "/org/freedesktop/ScreenSaver", SAVER, "GetActive")));
            if (idle.orElse(false) || saver.orElse(false)) {
                return Told.NO;
            }
            boolean everTold = idle.isPresent() && hasEverTold();
            return saver.isPresent() || everTold ? Told.YES : Told.UNKNOWN;
        }

        private boolean hasEverTold() {
            Matcher since = NUMBER.matcher(system.property(logind("IdleSinceHint")));
            return since.find() && !since.group(1).equals("0");
        }

        private static Member logind(String property) {
            return new Member(LOGIND, "/org/freedesktop/login1", LOGIND + ".Manager", property);
        }

        private static Optional<Boolean> truth(String answer) {
            return answer.contains("true")
                    ? Optional.of(true)
                    : Optional.of(false).filter(no -> answer.contains("false"));
        }

        // Wayland lets no program ask for another's windows; what X11 knows beside it is not all.
        private Told fullScreen() {
            if (!environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY")) {
                return Told.UNKNOWN;
            }
            try {
                Matcher active = ACTIVE_WINDOW.matcher(xprop("-root", "32x", "_NET_ACTIVE_WINDOW"));
                if (!active.find()) {
                    return Told.UNKNOWN;
                }
                String state = xprop("-id", active.group(1), "_NET_WM_STATE");
                return state.isEmpty() ? Told.UNKNOWN : told(state.contains("_NET_WM_STATE_FULLSCREEN"));
            } catch (IOException noXprop) {
                return Told.UNKNOWN;
            }
        }

        private String xprop(String... question) throws IOException {
            var command = new ArrayList<String>(List.of("xprop", "-display", environment.getOrDefault("DISPLAY", "")));
            command.addAll(List.of(question));
            return AskedProgram.answer(command);
        }

        private static Told told(boolean holds) {
            return holds ? Told.YES : Told.NO;
        }
    }
}
