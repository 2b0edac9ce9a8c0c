package org.deploynet.engine.assembly;

import java.util.Optional;
import java.util.function.Supplier;
import org.deploynet.control.sharing.SharingReport.Power;
import org.deploynet.engine.cache.ScrubPause;
import org.deploynet.engine.limits.MachineLoad;
import org.deploynet.engine.limits.PowerSource;
import org.deploynet.engine.serve.ServeMeters;

/** When the scrubber should wait: on battery, while visitors are served, while the owner's own programs work. */
record ScrubManners(PowerSource power, MachineLoad load, Supplier<ServeMeters> served)
        implements Supplier<Optional<ScrubPause>> {
    private static final double BUSY_LOAD = 0.7;
    private static final long BUSY_BYTES_PER_SECOND = 100_000;

    @Override
    public Optional<ScrubPause> get() {
        if (power.now() == Power.BATTERY) {
            return Optional.of(ScrubPause.ON_BATTERY);
        }
        if (served.get().payloadBytesPerSecond() > BUSY_BYTES_PER_SECOND) {
            return Optional.of(ScrubPause.UPLOAD_BUSY);
        }
        return load.perProcessor().orElse(0) > BUSY_LOAD ? Optional.of(ScrubPause.MACHINE_BUSY) : Optional.empty();
    }
}
