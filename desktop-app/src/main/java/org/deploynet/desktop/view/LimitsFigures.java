package org.deploynet.desktop.view;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.Surroundings.Told;
import org.deploynet.i18n.Texts;

/**
 * The owner's rules and what they say now as the words and figures of the Limits screen. Immutable.
 *
 * @param headline what is allowed now, why, and what comes next
 * @param power what the machine says of its power, {@code metered}, {@code vpn} and {@code networks} of its line, {@code used},
 *     {@code fullScreen} and {@code running} of who and what uses it
 */
public record LimitsFigures(
        Headline headline,
        Data data,
        String power,
        String metered,
        String vpn,
        String networks,
        String used,
        String fullScreen,
        String running) {

    /**
     * The month's data: what was used before today and today as parts of the cap, none of either without a cap. {@code lines}
     * say the same in words and the forecast, {@code doubt} that less was counted than was.
     */
    public record Data(Warning warning, double earlier, double today, List<String> lines, Optional<String> doubt) {
        public Data {
            lines = List.copyOf(lines);
        }
    }

    /** How near the cap is. */
    public enum Warning {
        FAR,
        /** From 80 %. */
        NEAR,
        /** From 95 %. */
        CLOSE
    }

    /** {@code snapshot} is the latest one. */
    public static LimitsFigures of(SharingReport report, EngineSnapshot snapshot, Texts texts, Figures figures) {
        return new LimitsFigures(
                new AllowanceWords(texts, figures).headline(report, snapshot.condition()),
                new DataWords(texts, figures).of(report, snapshot.events()),
                texts.get("desktop.limits.power." + report.power().name().toLowerCase(Locale.ROOT)),
                texts.get("desktop.limits.metered." + report.metered().name().toLowerCase(Locale.ROOT)),
                told("vpn", report.around().vpn(), texts),
                networks(report, texts),
                told("used", report.around().used(), texts),
                told("full-screen", report.around().fullScreen(), texts),
                running(report, texts));
    }

    private static String told(String what, Told said, Texts texts) {
        return texts.get("desktop.limits." + what + "." + said.name().toLowerCase(Locale.ROOT));
    }

    private static String networks(SharingReport report, Texts texts) {
        if (report.rules().networks().isEmpty()) {
            return texts.get("desktop.limits.networks.unlisted");
        }
        return report.around()
                .networks()
                .map(names -> texts.get("desktop.limits.networks.connected", String.join(", ", names)))
                .orElse(texts.get("desktop.limits.networks.unknown"));
    }

    private static String running(SharingReport report, Texts texts) {
        if (report.rules().applications().isEmpty()) {
            return texts.get("desktop.limits.running.unlisted");
        }
        return report.running().isEmpty()
                ? texts.get("desktop.limits.running.none")
                : texts.get("desktop.limits.running.some", String.join(", ", report.running()));
    }
}
