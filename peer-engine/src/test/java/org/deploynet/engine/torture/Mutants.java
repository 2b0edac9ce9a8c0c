package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;
import org.deploynet.engine.storage.PassingDisk;
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

    /** A disk that is asked otherwise to force a file. */
    private abstract static class Forcing extends PassingDisk {
        Forcing(Disk disk) {
            super(disk);
        }

        @Override
        protected DiskFile opened(Path path, DiskFile file) {
            return new PassingFile(file) {
                @Override
                public void force() throws IOException {
                    forceFile(path, file);
                }
            };
        }

        abstract void forceFile(Path path, DiskFile file) throws IOException;
    }

    /** Forces what a group wrote when the second after it is to be forced: the index is written in between. */
    private static final class LateForce extends Forcing {
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

    private static final class Believing extends Forcing {
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

    private static final class UnforcedFolders extends PassingDisk {
        UnforcedFolders(Disk disk) {
            super(disk);
        }

        @Override
        public void forceFolder(Path folder) {}
    }

    private static final class UnforcedFiles extends Forcing {
        UnforcedFiles(Disk disk) {
            super(disk);
        }

        @Override
        void forceFile(Path path, DiskFile file) {}
    }
}
