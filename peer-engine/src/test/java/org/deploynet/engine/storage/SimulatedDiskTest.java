package org.deploynet.engine.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.deploynet.engine.storage.SimulatedDisk.Operation;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
    private static final Path FOLDER = Path.of("folder");
    private static final Path FILE = FOLDER.resolve("file");
    private static final byte[] SECTORS = new byte[4 * Inode.SECTOR_BYTES];

    static {
        java.util.Arrays.fill(SECTORS, (byte) 7);
    }

    @Test
    void forcedBytesAndNamesOutliveEveryCut() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            var disk = new SimulatedDisk(seed);
            DiskFile file = disk.open(FILE);
            file.append(ByteBuffer.wrap(SECTORS));
            file.force();
            disk.forceFolder(FOLDER);
            disk.restart();
            assertArrayEquals(SECTORS, content(disk));
        }
    }

    @Test
    void whatWasNotForcedIsLostKeptOrTornBySectors() throws IOException {
        Set<Integer> sectorsThatCame = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            var disk = new SimulatedDisk(seed);
            DiskFile file = disk.open(FILE);
            disk.forceFolder(FOLDER);
            file.append(ByteBuffer.wrap(SECTORS));
            disk.restart();
            byte[] found = content(disk);
            int came = 0;
            for (int at = 0; at < found.length; at += Inode.SECTOR_BYTES) {
                came += found[at] == 7 ? 1 : 0;
            }
            sectorsThatCame.add(came);
        }
        assertEquals(Set.of(0, 1, 2, 3, 4), sectorsThatCame);
    }

    @Test
    void namesThatWereNotForcedComeAndGoEachByItself() throws IOException {
        Set<Set<String>> found = new HashSet<>();
        // Random's first bits hardly differ between seeds that are neighbours.
        var seeds = new SplittableRandom(1);
        for (int seed = 0; seed < 100; seed++) {
            var disk = new SimulatedDisk(seeds.nextLong());
            disk.open(FOLDER.resolve("a")).close();
            disk.open(FOLDER.resolve("b")).close();
            disk.forceFolder(FOLDER);
            disk.unlink(FOLDER.resolve("a"));
            disk.rename(FOLDER.resolve("b"), FOLDER.resolve("c"));
            disk.restart();
            var names = new HashSet<String>();
            disk.list(FOLDER).forEach(entry -> names.add(entry.name()));
            found.add(names);
        }
        assertEquals(Set.of(Set.of("a", "b"), Set.of("a", "c"), Set.of("b"), Set.of("c")), found);
    }

    @Test
    void forceAfterAFailedForceDoesNotBringWhatWasLost() throws IOException {
        int lost = 0;
        for (int seed = 0; seed < 50; seed++) {
            var disk = new SimulatedDisk(seed);
            DiskFile file = disk.open(FILE);
            disk.forceFolder(FOLDER);
            file.append(ByteBuffer.wrap(SECTORS));
            disk.fail(Operation.FORCE, 1);
            assertThrows(IOException.class, file::force);
            file.force();
            disk.restart();
            lost += java.util.Arrays.equals(SECTORS, content(disk)) ? 0 : 1;
        }
        assertTrue(lost > 10, "only " + lost + " of 50 lost something");
    }

    @Test
    void theNthOperationFailsOnceOrForEver() throws IOException {
        var disk = new SimulatedDisk(1);
        DiskFile file = disk.open(FILE);
        disk.failAt(Operation.APPEND, 2, 1);
        file.append(ByteBuffer.wrap(SECTORS));
        assertThrows(IOException.class, () -> file.append(ByteBuffer.wrap(SECTORS)));
        file.append(ByteBuffer.wrap(SECTORS));
        disk.failForEver(Operation.READ, 1);
        assertThrows(IOException.class, () -> file.readAt(ByteBuffer.allocate(1), 0));
        assertThrows(IOException.class, () -> file.readAt(ByteBuffer.allocate(1), 0));
        disk.mend();
        assertEquals(1, file.readAt(ByteBuffer.allocate(1), 0));
    }

    @Test
    void aFullDiskTakesWhatStillFits() throws IOException {
        var disk = new SimulatedDisk(1);
        DiskFile file = disk.open(FILE);
        disk.free(1000);
        assertThrows(IOException.class, () -> file.append(ByteBuffer.wrap(SECTORS)));
        assertEquals(1000, file.size());
        assertEquals(0, disk.free(FOLDER));
    }

    @Test
    void readsAreSpoiledAndCountedAndTakeVirtualTime() throws IOException {
        var disk = new SimulatedDisk(1);
        DiskFile file = disk.open(FILE);
        file.append(ByteBuffer.wrap(SECTORS));
        disk.latency(Operation.READ, Duration.ofSeconds(1));
        disk.spoilReads(1, 0);
        ByteBuffer read = ByteBuffer.allocate(SECTORS.length);
        file.readAt(read, 0);
        assertEquals(1, disk.spoiledReads());
        assertTrue(!java.util.Arrays.equals(SECTORS, read.array()));
        assertEquals(Duration.ofSeconds(1), disk.elapsed());
        assertArrayEquals(SECTORS, contentAfterMending(disk));
    }

    private static byte[] contentAfterMending(SimulatedDisk disk) throws IOException {
        disk.mend();
        return content(disk);
    }

    private static byte[] content(SimulatedDisk disk) throws IOException {
        try (DiskFile file = disk.openExisting(FILE)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.readAt(bytes, 0);
            return bytes.array();
        }
    }
}
