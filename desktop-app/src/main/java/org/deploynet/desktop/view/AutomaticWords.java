package org.deploynet.desktop.view;

import java.util.Optional;
import org.deploynet.control.EngineSnapshot.Automatic;
import org.deploynet.i18n.Texts;

/** What the automatic upload limit is now and what it follows from, in words. A pure function; immutable. */
public record AutomaticWords(Texts texts, Figures figures) {
    /** What it would do, where the owner chose a limit of his own. */
    public String of(Optional<Automatic> automatic) {
        return automatic.map(this::of).orElse(texts.get("desktop.limits.automatic.off"));
    }

    private String of(Automatic now) {
        String limit = texts.get(
                now.stepsAside() ? "desktop.limits.automatic.aside" : "desktop.limits.automatic.now",
                figures.rateWithBits(now.limit().bytesPerSecond()));
        String line = now.measuredBytesPerSecond()
                .map(measured -> texts.get("desktop.limits.automatic.measured", figures.rateWithBits(measured)))
                .orElse(texts.get("desktop.limits.automatic.unmeasured"));
        String today = now.steppedAsideToday() == 0
                ? texts.get("desktop.limits.automatic.never")
                : texts.count("desktop.limits.automatic.today.", now.steppedAsideToday());
        return both(both(limit, line), today);
    }

    private String both(String first, String second) {
        return texts.get("desktop.figure.both", first, second);
    }
}
