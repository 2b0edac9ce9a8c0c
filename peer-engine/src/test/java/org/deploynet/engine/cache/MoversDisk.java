package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;
import org.deploynet.engine.storage.PassingDisk;

/** A disk on which a test does something at the n-th file that a move begins to copy, and whose room and sectors it decides. */
final class MoversDisk extends PassingDisk {
    /** Done on the mover's thread. */
    interface AtPart {
        void at(Path part) throws IOException;
    }

    private volatile AtPart atPart = part -> {};
    private volatile int when;
    private final AtomicInteger parts = new AtomicInteger();
    private volatile long free = Long.MAX_VALUE / 8;
    private volatile Path badFolder = Path.of("nowhere");
    private volatile long badOffset = -1;

    MoversDisk(Disk real) {
        super(real);
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

    @Override
    public long free(Path folder) {
        return free;
    }

    @Override
    protected DiskFile opened(Path path, DiskFile file) {
        boolean segment = path.startsWith(badFolder.resolve("segments"));
        return segment ? new BadSector(file) : file;
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        count(file);
        return super.open(file);
    }

    @Override
    public DiskFile openExisting(Path file) throws IOException {
        count(file);
        return super.openExisting(file);
    }

    private void count(Path file) throws IOException {
        if (file.toString().endsWith(CacheFiles.COPYING) && parts.incrementAndGet() == when) {
            atPart.at(file);
        }
    }

    private final class BadSector extends PassingFile {
        BadSector(DiskFile file) {
            super(file);
        }

        @Override
        public int readAt(ByteBuffer into, long at) throws IOException {
            if (badOffset >= at && badOffset < at + into.remaining()) {
                throw new IOException("bad sector");
            }
            return super.readAt(into, at);
        }
    }
}
