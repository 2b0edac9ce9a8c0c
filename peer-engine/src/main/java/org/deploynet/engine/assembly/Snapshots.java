package org.deploynet.engine.assembly;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.Reason;
import org.deploynet.control.Transfer;
import org.deploynet.engine.control.OwnerWish;
import org.deploynet.engine.control.OwnerWishes;
import org.deploynet.engine.control.RecentEvents;

/** Puts the engine's figures together as one snapshot, when somebody asks. Safe from any thread. */
final class Snapshots implements Supplier<EngineSnapshot> {
    private final Clock clock;
    private final String owner;
    private final Instant startedAt;
    private final LiveConfig config;
    private final OwnerWishes wishes;
    private final RecentEvents events;
    private EngineSnapshot.Condition last =
            new EngineSnapshot.Condition(EngineState.STARTING, Reason.STARTING, Instant.EPOCH, Optional.empty());

    Snapshots(Clock clock, String owner, LiveConfig config, OwnerWishes wishes, RecentEvents events) {
        this.clock = clock;
        this.owner = owner;
        this.startedAt = clock.instant();
        this.config = config;
        this.wishes = wishes;
        this.events = events;
    }

    @Override
    public EngineSnapshot get() {
        return new EngineSnapshot(
                clock.instant(),
                engine(),
                condition(),
                new Transfer(0, 0, 0),
                new EngineSnapshot.Browsers(0, config.now().browsersAtOnce()),
                new EngineSnapshot.Credits(0, 0, 0, 0, 0),
                new EngineSnapshot.Nat(EngineSnapshot.Nat.Type.UNKNOWN),
                new EngineSnapshot.Cache(
                        0, config.now().quotaBytes(), config.now().freeFloorBytes(), 0, 0, 0),
                new EngineSnapshot.Signaling(
                        EngineSnapshot.Signaling.Link.NOT_CONFIGURED,
                        config.now().signaling(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                config.now().upload(),
                List.of(),
                events.list());
    }

    private EngineSnapshot.Engine engine() {
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        Runtime runtime = Runtime.getRuntime();
        return new EngineSnapshot.Engine(
                Build.version(),
                owner,
                ProcessHandle.current().pid(),
                startedAt,
                cpu.toMillis() / 1000.0,
                runtime.totalMemory() - runtime.freeMemory());
    }

    private synchronized EngineSnapshot.Condition condition() {
        var next = switch (wishes.now()) {
            case OwnerWish.Pause pause -> at(EngineState.PAUSED, Reason.PAUSED_BY_OWNER, pause.until());
            case OwnerWish.Drain _ -> at(EngineState.SHARING, Reason.DRAINING, Optional.empty());
            case OwnerWish.Share _ -> at(EngineState.PROBLEM, Reason.NO_SIGNALING_ADDRESS, Optional.empty());
        };
        boolean same = next.state() == last.state()
                && next.reason() == last.reason()
                && next.until().equals(last.until());
        last = same ? last : next;
        return last;
    }

    private EngineSnapshot.Condition at(EngineState state, Reason reason, Optional<Instant> until) {
        return new EngineSnapshot.Condition(state, reason, clock.instant(), until);
    }
}
