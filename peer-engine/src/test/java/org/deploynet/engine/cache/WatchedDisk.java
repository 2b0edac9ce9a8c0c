package org.deploynet.engine.cache;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/** A disk on which a test does something at the n-th file that a move begins to copy, and whose room and sectors it decides. */
final class WatchedDisk {
    /** Done on the mover's thread. */
    interface AtPart {
        void at(Path part) throws IOException;
    }

    private final Disk real;
    private volatile AtPart atPart = part -> {};
    private volatile int when;
    private final AtomicInteger parts = new AtomicInteger();
    private volatile long free = Long.MAX_VALUE / 8;
    private volatile Path badFolder = Path.of("nowhere");
    private volatile long badOffset = -1;

    WatchedDisk(Disk real) {
        this.real = real;
    }

    /** Counting begins anew. */
    void onPart(int n, AtPart then) {
        atPart = then;
        when = n;
        parts.set(0);
    }

    int parts() {
        return parts.get();
    }

    void free(long bytes) {
        free = bytes;
    }

    /** Reads of segments in the cache {@code folder} fail if they touch {@code offset}; below 0 none does. */
    void failReadsOf(Path folder, long offset) {
        badFolder = folder;
        badOffset = offset;
    }

    Disk disk() {
        return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, this::call);
    }

    private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("free")) {
            return free;
        }
        boolean opens = method.getReturnType().equals(DiskFile.class);
        if (opens && arguments[0].toString().endsWith(CacheFiles.COPYING) && parts.incrementAndGet() == when) {
            atPart.at((Path) arguments[0]);
        }
        Object result = passOn(real, method, arguments);
        boolean segment = opens && ((Path) arguments[0]).startsWith(badFolder.resolve("segments"));
        return segment ? withBadSector((DiskFile) result) : result;
    }

    private DiskFile withBadSector(DiskFile file) {
        return (DiskFile) Proxy.newProxyInstance(
                DiskFile.class.getClassLoader(), new Class<?>[] {DiskFile.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("readAt")) {
                        long at = (long) arguments[1];
                        if (badOffset >= at && badOffset < at + ((ByteBuffer) arguments[0]).remaining()) {
                            throw new IOException("bad sector");
                        }
                    }
                    return passOn(file, method, arguments);
                });
    }

    private static Object passOn(Object to, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(to, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
