package org.deploynet.engine.limits;

import java.time.ZonedDateTime;
import java.util.List;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.control.sharing.SharingReport.Power;
import org.deploynet.control.sharing.Surroundings;

/**
 * What the owner's rules are judged by: the wall clock in his zone, what this machine says of itself, which of the listed
 * programs run, who sits at it and what it is connected to, and the month's data. Immutable.
 */
public record Conditions(
        ZonedDateTime now, Power power, Metered metered, List<String> running, Surroundings around, DataUse data) {
    public Conditions {
        running = List.copyOf(running);
    }
}
