package org.deploynet.engine.torture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Takes the power from one mounted ext4 or XFS file system: {@code EXT4_IOC_SHUTDOWN}, which is {@code XFS_IOC_GOINGDOWN}, by
 * number and flags as in the kernel's fs/ext4/ext4.h. For Linux, and root.
 */
final class PowerSwitch {
    private static final long SHUTDOWN = 0x8004587DL;
    private static final int FLUSH_LOG = 1;
    private static final int NOTHING_FLUSHED = 2;
    private static final Linker LINKER = Linker.nativeLinker();

    private PowerSwitch() {}

    /** @param journalFlushed whether the file system's journal still gets to the medium; data that was not forced never does */
    static void cut(Path mount, boolean journalFlushed) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) function("open", 2, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                    .invokeExact(arena.allocateFrom(mount.toString()), 0);
            if (descriptor < 0) {
                throw new IOException("cannot open " + mount);
            }
            MemorySegment flags =
                    arena.allocateFrom(ValueLayout.JAVA_INT, journalFlushed ? FLUSH_LOG : NOTHING_FLUSHED);
            int failed = (int) function(
                            "ioctl",
                            2,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS)
                    .invokeExact(descriptor, SHUTDOWN, flags);
            int unclosed = (int) function("close", 1, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                    .invokeExact(descriptor);
            if (failed != 0 || unclosed != 0) {
                throw new IOException("the file system at " + mount + " cannot be shut down");
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("calling the system", e);
        }
    }

    // The three functions are of POSIX, with its types on Linux.
    @SuppressWarnings("restricted")
    private static MethodHandle function(
            String name, int fixed, ValueLayout result, java.lang.foreign.MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(result, arguments),
                fixed < arguments.length || name.equals("open")
                        ? new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)}
                        : new Linker.Option[] {});
    }
}
