package org.deploynet.engine.assembly;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.settings.SettingsFile;

/**
 * The settings that count now. A change is durable first and applied then; what an option of this start replaced is not
 * written to the file. Safe from any thread.
 */
final class LiveConfig {
    private final SettingsFile file;
    private final Consumer<EngineConfig> apply;
    private EngineConfig saved;
    private EngineConfig now;

    LiveConfig(SettingsFile file, EngineConfig saved, EngineConfig now, Consumer<EngineConfig> apply) {
        this.file = file;
        this.saved = saved;
        this.now = now;
        this.apply = apply;
    }

    synchronized EngineConfig now() {
        return now;
    }

    /** {@code change} is made to what is saved and to what counts now. */
    synchronized void change(UnaryOperator<EngineConfig> change) throws IOException {
        EngineConfig next = change.apply(saved);
        file.save(next);
        saved = next;
        now = change.apply(now);
        apply.accept(now);
    }
}
