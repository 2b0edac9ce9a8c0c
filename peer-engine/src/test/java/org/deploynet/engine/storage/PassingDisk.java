package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A disk that hands everything on to another one: what a test's disk does otherwise is all it has to say. */
public class PassingDisk implements Disk {
    private final Disk disk;

    public PassingDisk(Disk disk) {
        this.disk = disk;
    }

    /** What is used of a file that was opened. */
    protected DiskFile opened(Path path, DiskFile file) throws IOException {
        return file;
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return opened(file, disk.open(file));
    }

    @Override
    public DiskFile openExisting(Path file) throws IOException {
        return opened(file, disk.openExisting(file));
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return disk.exists(file);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        disk.makeFolder(folder);
    }

    @Override
    public List<Entry> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public long bytesBelow(Path folder, Path except) throws IOException {
        return disk.bytesBelow(folder, except);
    }

    @Override
    public Object identity(Path path) throws IOException {
        return disk.identity(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void unlink(Path file) throws IOException {
        disk.unlink(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        disk.forceFolder(folder);
    }

    @Override
    public long free(Path folder) throws IOException {
        return disk.free(folder);
    }

    @Override
    public long total(Path folder) throws IOException {
        return disk.total(folder);
    }

    /** A file that hands everything on to another one. */
    public static class PassingFile implements DiskFile {
        private final DiskFile file;

        public PassingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void append(ByteBuffer... buffers) throws IOException {
            file.append(buffers);
        }

        @Override
        public int readAt(ByteBuffer into, long offset) throws IOException {
            return file.readAt(into, offset);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void truncate(long bytes) throws IOException {
            file.truncate(bytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
