package org.deploynet.control.sharing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.UploadLimit;

/**
 * The owner's rules, what each of them says now, and what follows. {@code power} and {@code metered} are as this machine tells
 * them, the latter unknown while no rule asks for it; {@code running} are those of the listed applications that run. Immutable.
 */
public record SharingReport(
        Instant at,
        SharingRules rules,
        Allowance now,
        List<Verdict> verdicts,
        DataUse data,
        Power power,
        Metered metered,
        List<String> running,
        Surroundings around) {
    public SharingReport {
        verdicts = List.copyOf(verdicts);
        running = List.copyOf(running);
    }

    /** What feeds this machine. */
    public enum Power {
        MAINS,
        BATTERY,
        UNKNOWN
    }

    /** Whether the line is paid by use. */
    public enum Metered {
        YES,
        NO,
        UNKNOWN
    }

    /** The same, but for an upload limit that is no higher than {@code most}. */
    public SharingReport atMost(UploadLimit most) {
        return new SharingReport(at, rules, now.atMost(most), verdicts, data, power, metered, running, around);
    }

    /** What {@code rule} says, if it says anything now. */
    public Optional<Verdict> of(Rule rule) {
        return verdicts.stream().filter(verdict -> verdict.rule() == rule).findFirst();
    }
}
