package org.deploynet.engine.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.deploynet.engine.storage.DiskFile;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.storage.PassingDisk;

/** A real disk that takes what is written and, from when a test says so until it says otherwise, forces and renames nothing. */
final class BlockedDisk extends PassingDisk {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean blocked;

    BlockedDisk() {
        super(new NioDisk());
    }

    void block() {
        blocked = true;
    }

    void letPass() {
        open.countDown();
    }

    /** Returns when somebody waits for it. */
    void awaitWaiting() throws InterruptedException {
        reached.await();
    }

    private void pass() throws IOException {
        if (blocked) {
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException("interrupted while the disk was blocked", e);
            }
        }
    }

    @Override
    protected DiskFile opened(Path path, DiskFile file) {
        return new PassingFile(file) {
            @Override
            public void force() throws IOException {
                pass();
                super.force();
            }
        };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        pass();
        super.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        pass();
        super.forceFolder(folder);
    }
}
