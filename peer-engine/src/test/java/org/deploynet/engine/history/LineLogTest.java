package org.deploynet.engine.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.SimulatedDisk.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineLogTest {
    private static final Path STATE = Path.of("state");
    private static final Path FILE = STATE.resolve("line.log");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 26);
    private static final LocalDate NEXT = DAY.plusDays(1);

    @TempDir
    private Path folder;

    private final LineDays days = new LineDays();

    private LineDays readAgain(Path file) throws IOException {
        var found = new LineDays();
        LineLog.Opened opened = LineLog.open(file, new NioDisk(), found);
        opened.log().close();
        assertEquals(Optional.empty(), opened.keptAside());
        return found;
    }

    // As the book does it, by one thread.
    private static void append(LineLog log, LocalDate day, LineDays days) throws IOException {
        if (log.isToBeWrittenAnew()) {
            log.writeAnew(days::copy);
        }
        log.append(day, days.of(day));
    }

    @Test
    void hasEveryDayAgainAlsoAfterItGrewLong() throws IOException {
        Path file = folder.resolve("line.log");
        try (LineLog log = LineLog.open(file, new NioDisk(), days).log()) {
            for (int i = 0; i < 10_000; i++) {
                LocalDate day = DAY.plusDays(i / 100);
                days.add(day, 3, 4);
                append(log, day, days);
            }
        }
        assertTrue(Files.size(file) < 70_000, "it is " + Files.size(file) + " bytes long");
        assertEquals(days.copy(), readAgain(file).copy());
        assertEquals(100, days.copy().size());
        assertEquals(new LineDays.Bytes(300, 400), days.of(DAY));
    }

    /** Power cuts at every operation: what was forced is there, and nothing is there that never was. */
    @Test
    void losesNothingThatWasForcedWhateverPowerCutsDo() throws IOException {
        long cuts = 0;
        for (long seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            var disk = new SimulatedDisk(random.nextLong());
            disk.makeFolder(STATE);
            disk.forceFolder(STATE);
            long forced = 0;
            long moved = 0;
            for (int life = 0; life < 3; life++) {
                var mine = new LineDays();
                disk.cutPowerAt(disk.operations() + 1 + random.nextInt(40));
                try {
                    LineLog log = LineLog.open(FILE, disk, mine).log();
                    // All that is found lies on the disk from here on.
                    moved = Math.max(forced, mine.of(DAY).up());
                    forced = moved;
                    while (true) {
                        moved += 10;
                        mine.add(DAY, 10, 0);
                        append(log, DAY, mine);
                        if (random.nextInt(3) == 0) {
                            log.force();
                            forced = moved;
                        }
                    }
                } catch (SimulatedDisk.PowerCut cut) {
                    cuts++;
                }
                disk.restart();
            }
            var found = new LineDays();
            LineLog.open(FILE, disk, found);
            long got = found.of(DAY).up();
            assertTrue(got >= forced, "seed " + seed + ": " + forced + " were forced, " + got + " are there");
            assertTrue(got <= moved, "seed " + seed + ": " + moved + " moved, " + got + " are there");
        }
        assertEquals(900, cuts);
    }

    @Test
    void oneFlippedByteCostsOneRecordOrIsKeptAside() throws IOException {
        Path file = folder.resolve("line.log");
        try (LineLog log = LineLog.open(file, new NioDisk(), days).log()) {
            for (int i = 0; i < 20; i++) {
                days.add(i < 10 ? DAY : NEXT, 5, 0);
                append(log, i < 10 ? DAY : NEXT, days);
            }
        }
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Path damaged = folder.resolve("at-" + at);
            Files.write(damaged, flipped);
            var found = new LineDays();
            LineLog.Opened opened = LineLog.open(damaged, new NioDisk(), found);
            opened.log().close();
            assertEquals(at < 8, opened.keptAside().isPresent(), "byte " + at);
            assertTrue(found.of(DAY).up() >= 45 && found.of(NEXT).up() >= 45, "byte " + at);
            assertTrue(found.of(DAY).up() <= 50 && found.of(NEXT).up() <= 50, "byte " + at);
            assertEquals(2, found.copy().size(), "byte " + at);
        }
    }

    @Test
    void aFileThatIsNoneIsKeptAsideAndCountingGoesOn() throws IOException {
        Path file = folder.resolve("line.log");
        Files.writeString(file, "something else");
        LineLog.Opened opened = LineLog.open(file, new NioDisk(), days);
        assertEquals(Optional.of(folder.resolve("line.log.damaged-1")), opened.keptAside());
        days.add(DAY, 7, 8);
        append(opened.log(), DAY, days);
        opened.log().close();
        assertEquals(new LineDays.Bytes(7, 8), readAgain(file).of(DAY));
    }

    @Test
    void countsOnWhileTheDiskRefusesAndHasAllOfItAfterwards() throws IOException {
        var disk = new SimulatedDisk(1);
        LineLog log = LineLog.open(FILE, disk, days).log();
        disk.fail(Operation.APPEND, 3);
        for (int i = 0; i < 3; i++) {
            days.add(DAY, 10, 0);
            assertThrows(IOException.class, () -> append(log, DAY, days));
        }
        days.add(NEXT, 1, 0);
        append(log, NEXT, days);
        log.force();
        disk.restart();
        var found = new LineDays();
        assertFalse(LineLog.open(FILE, disk, found).keptAside().isPresent());
        assertEquals(days.copy(), found.copy());
    }
}
