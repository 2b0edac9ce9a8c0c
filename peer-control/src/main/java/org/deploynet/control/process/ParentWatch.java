package org.deploynet.control.process;

import java.util.Optional;

/** Ends this process when the one that started it is gone, even by a kill that lets it tell nobody. */
public final class ParentWatch {
    /** The system property that names the parent's process id; without it nothing is watched. */
    public static final String PROPERTY = "deploynet.parent";

    private ParentWatch() {}

    public static void begin() {
        Optional.ofNullable(System.getProperty(PROPERTY)).map(Long::parseLong).ifPresent(ParentWatch::endWith);
    }

    private static void endWith(long pid) {
        Optional<ProcessHandle> parent = ProcessHandle.of(pid);
        if (parent.isEmpty()) {
            System.exit(1);
        }
        var _ = parent.get().onExit().thenRun(() -> System.exit(1));
    }
}
