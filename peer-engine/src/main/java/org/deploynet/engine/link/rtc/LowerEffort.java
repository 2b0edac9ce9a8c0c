package org.deploynet.engine.link.rtc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Marks what this process sends by UDP as of lower effort (LE, RFC 8622): where a router knows the mark, all else goes first.
 * WebRTC's sockets are out of webrtc-java's reach, so they are found in /proc/self/fd and marked by the C library's setsockopt,
 * on Linux only. Safe from any thread.
 */
final class LowerEffort {
    /** The code point 000001 in the upper six bits of the byte. */
    static final int TRAFFIC_CLASS = 1 << 2;

    private static final System.Logger LOG = System.getLogger(LowerEffort.class.getName());
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    // Of Linux on x86-64 and aarch64 (asm-generic/socket.h, linux/in.h, linux/in6.h).
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SOCK_DGRAM = 2;
    private static final int IPPROTO_IP = 0;
    private static final int IP_TOS = 1;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_TCLASS = 67;

    private static final Optional<Sockets> SOCKETS = Sockets.ofThisSystem();

    private LowerEffort() {}

    /** All UDP sockets that are open now; false where this system does not allow it. */
    static boolean mark() {
        return SOCKETS.filter(LowerEffort::markAll).isPresent();
    }

    private static boolean markAll(Sockets sockets) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS);
                var arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
            for (Path descriptor : all) {
                int number = Integer.parseInt(String.valueOf(descriptor.getFileName()));
                if (sockets.get(number, SOL_SOCKET, SO_TYPE, value, length) == SOCK_DGRAM) {
                    sockets.set(number, IPPROTO_IP, IP_TOS, value);
                    sockets.set(number, IPPROTO_IPV6, IPV6_TCLASS, value);
                }
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "what is sent is not marked", e);
            return false;
        }
    }

    /** getsockopt and setsockopt of the C library. */
    private record Sockets(MethodHandle getter, MethodHandle setter) {
        private static final FunctionDescriptor GET = FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS);
        private static final FunctionDescriptor SET = FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT);

        @SuppressWarnings("restricted") // the JVM is told by --enable-native-access
        static Optional<Sockets> ofThisSystem() {
            if (!System.getProperty("os.name", "").equals("Linux")) {
                return Optional.empty();
            }
            try {
                Linker linker = Linker.nativeLinker();
                var library = linker.defaultLookup();
                return Optional.of(new Sockets(
                        linker.downcallHandle(library.find("getsockopt").orElseThrow(), GET),
                        linker.downcallHandle(library.find("setsockopt").orElseThrow(), SET)));
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "this JVM may not ask the C library", e);
                return Optional.empty();
            }
        }

        /** The option's value, or -1 where there is none, as of what is no socket. */
        int get(int descriptor, int level, int option, MemorySegment value, MemorySegment length) {
            length.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
            try {
                int failed = (int) getter.invokeExact(descriptor, level, option, value, length);
                return failed == 0 ? value.get(ValueLayout.JAVA_INT, 0) : -1;
            } catch (Throwable e) {
                throw new IllegalStateException("getsockopt", e);
            }
        }

        /** A socket of the other family refuses, which is as well. */
        void set(int descriptor, int level, int option, MemorySegment value) {
            value.set(ValueLayout.JAVA_INT, 0, TRAFFIC_CLASS);
            try {
                int _ = (int) setter.invokeExact(descriptor, level, option, value, Integer.BYTES);
            } catch (Throwable e) {
                throw new IllegalStateException("setsockopt", e);
            }
        }
    }
}
