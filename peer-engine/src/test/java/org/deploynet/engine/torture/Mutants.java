package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;
import org.deploynet.engine.storage.SimulatedDisk;

/** Disks that make a good cache behave like a wrong one: what the proofs must notice to be worth anything. */
final class Mutants {
    private Mutants() {}

    /** One mistake, after how many histories it must be caught at the latest, and the disk that makes it. */
    record Mutant(String mistake, int most, CrashHistory.Kind kind) {}

    static List<Mutant> all() {
        return List.of(
                new Mutant("index before data", 5, kind(LateForce::new, false)),
                new Mutant("a failed force tried again and believed", 100, kind(Believing::new, true)),
                new Mutant("folder not forced", 20, kind(UnforcedFolders::new, false)),
                new Mutant("data not forced", 20, kind(UnforcedFiles::new, false)));
    }

    private static CrashHistory.Kind kind(Function<SimulatedDisk, Disk> between, boolean failsOften) {
        return new CrashHistory.Kind(between, failsOften, true);
    }

    /** A disk that hands everything on. */
    private abstract static class Passing implements Disk {
        final Disk disk;

        Passing(Disk disk) {
            this.disk = disk;
        }

        @Override
        public DiskFile open(Path path) throws IOException {
            return new PassingFile(disk.open(path)) {
                @Override
                public void force() throws IOException {
                    forceFile(path, file());
                }
            };
        }

        @Override
        public DiskFile openExisting(Path path) throws IOException {
            return new PassingFile(disk.openExisting(path)) {
                @Override
                public void force() throws IOException {
                    forceFile(path, file());
                }
            };
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
        public long total(Path folder) throws IOException {
            return disk.total(folder);
        }

        void forceFile(Path path, DiskFile file) throws IOException {
            file.force();
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
    }

    private abstract static class PassingFile implements DiskFile {
        private final DiskFile file;

        PassingFile(DiskFile file) {
            this.file = file;
        }

        DiskFile file() {
            return file;
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
        public void truncate(long bytes) throws IOException {
            file.truncate(bytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Forces what a group wrote when the second after it is to be forced: the index is written in between. */
    private static final class LateForce extends Passing {
        private static final int GROUPS_LATE = 2;

        private final SimulatedDisk simulated;
        private final Deque<Late> late = new ArrayDeque<>();

        LateForce(SimulatedDisk simulated) {
            super(simulated);
            this.simulated = simulated;
        }

        private record Late(Path path, long bytes) {}

        @Override
        void forceFile(Path path, DiskFile file) throws IOException {
            late.add(new Late(path, file.size()));
            if (late.size() > GROUPS_LATE) {
                Late now = late.remove();
                simulated.forceUpTo(now.path(), now.bytes());
            }
        }
    }

    private static final class Believing extends Passing {
        Believing(Disk disk) {
            super(disk);
        }

        @Override
        void forceFile(Path path, DiskFile file) throws IOException {
            for (int attempt = 0; ; attempt++) {
                try {
                    file.force();
                    return;
                } catch (IOException e) {
                    if (attempt == 3) {
                        throw e;
                    }
                }
            }
        }
    }

    private static final class UnforcedFolders extends Passing {
        UnforcedFolders(Disk disk) {
            super(disk);
        }

        @Override
        public void forceFolder(Path folder) {}
    }

    private static final class UnforcedFiles extends Passing {
        UnforcedFiles(Disk disk) {
            super(disk);
        }

        @Override
        void forceFile(Path path, DiskFile file) {}
    }
}
