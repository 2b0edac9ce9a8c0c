package org.deploynet.engine.fill;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.deploynet.control.FillHours;
import org.deploynet.engine.limits.DownloadBudget;

/**
 * Whether anything may be fetched from origins now, by the owner's rules. While the owner pauses, nothing is: his line is his
 * own. Outside his hours only manifests are, which are small and must be renewed to serve what is kept. Safe from any thread.
 */
public final class FillGate {
    private final DownloadBudget budget;
    private final Clock wall;
    private volatile FillHours hours = FillHours.ANY_TIME;
    private volatile boolean paused;

    /** @param wall the owner's clock, in his zone */
    public FillGate(DownloadBudget budget, Clock wall) {
        this.budget = budget;
        this.wall = wall;
    }

    /** Why not now; {@code until} is known only of hours. */
    public record Held(Why why, Optional<Instant> until) {
        /** Which rule of the owner's it is. */
        public enum Why {
            PAUSED,
            NO_DOWNLOADS,
            OUTSIDE_HOURS
        }
    }

    public void setHours(FillHours hours) {
        this.hours = hours;
    }

    public void setPaused(boolean paused) {
        this.paused = paused;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Empty when manifests may be fetched. */
    Optional<Held> manifests() {
        if (paused) {
            return Optional.of(new Held(Held.Why.PAUSED, Optional.empty()));
        }
        return budget.letsNothingPass()
                ? Optional.of(new Held(Held.Why.NO_DOWNLOADS, Optional.empty()))
                : Optional.empty();
    }

    /** Empty when files and their layers may be fetched. */
    public Optional<Held> files() {
        Optional<Held> any = manifests();
        return any.isPresent()
                ? any
                : hours.opensAt(wall.instant(), wall.getZone())
                        .map(opens -> new Held(Held.Why.OUTSIDE_HOURS, Optional.of(opens)));
    }

    boolean letsFilesCome() {
        return files().isEmpty();
    }

    /** By the wall clock, which may jump: to be asked again now and then. */
    Optional<Duration> untilOpen() {
        Instant now = wall.instant();
        return files().flatMap(Held::until).map(opens -> Duration.between(now, opens));
    }
}
