package org.deploynet.engine.assembly;

import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.deploynet.control.process.StartCache;

/**
 * The end of this process once everything is closed, without the JVM's own taking down: a native thread of WebRTC that calls
 * into a JVM which is ending goes on with a null environment, and the process then hangs or breaks (seen once in some hundred
 * ends; webrtc-java pull request 269, after 0.14.0). Safe from any thread.
 */
public final class ProcessEnd {
    private static final System.Logger LOG = System.getLogger(ProcessEnd.class.getName());

    private ProcessEnd() {}

    /**
     * Ends at once with this exit code: by {@code _exit} of the C library (POSIX) where there is one, or as the JVM can. One that
     * records a start writes that down at its own end.
     */
    public static void now(int status) {
        if (!StartCache.isBeingMade()) {
            exit().ifPresent(exit -> {
                try {
                    exit.invokeExact(status);
                } catch (Throwable e) {
                    LOG.log(Level.DEBUG, "_exit", e);
                }
            });
        }
        Runtime.getRuntime().halt(status);
    }

    @SuppressWarnings("restricted") // the JVM is told by --enable-native-access
    private static Optional<MethodHandle> exit() {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("_exit")
                    .map(address -> linker.downcallHandle(address, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "this JVM may not ask the C library", e);
            return Optional.empty();
        }
    }
}
