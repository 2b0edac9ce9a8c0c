package org.deploynet.engine.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.engine.OwnClassPath;
import org.deploynet.engine.limits.LineMeter;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.storage.NioDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LineBookTest {
    private static final long MIB = 1024 * 1024;
    private static final int KILLS = Integer.getInteger("kills", 5);
    private static final long SEED = Long.getLong("seed", 1);
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneId.of("Europe/Berlin"));

    @TempDir
    private Path folder;

    private LineBook open(LineMeter meter) throws IOException {
        LineBook.Opened opened = LineBook.open(folder.resolve("line.log"), new NioDisk(), meter, NOON);
        assertEquals(Optional.empty(), opened.keptAside());
        return opened.book();
    }

    private static UploadBudget unlimited(LineMeter line) {
        return new UploadBudget(UploadBudget.UNLIMITED, Ticker.system(), line);
    }

    @Test
    void goesOnWhereTheLastRunEnded() throws IOException {
        for (int run = 1; run <= 3; run++) {
            var line = new LineMeter();
            try (LineBook book = open(line)) {
                assertTrue(unlimited(line).tryTake(1_000));
                assertEquals(run * 1_000L, book.use(DataCap.NONE).upBytes());
            }
        }
    }

    @Test
    void keepsTheEveningThatWasLookedAtBeforeMidnight() throws IOException {
        var wall = new ManualClock();
        wall.set(Instant.parse("2026-11-30T23:59:59Z"));
        var line = new LineMeter();
        Path file = folder.resolve("line.log");
        try (LineBook book = LineBook.open(file, new NioDisk(), line, wall).book()) {
            assertTrue(unlimited(line).tryTake(1_000));
            assertEquals(1_000, book.use(DataCap.NONE).upBytes());
            wall.set(Instant.parse("2026-12-01T00:00:00Z"));
            assertTrue(unlimited(line).tryTake(10));
            assertEquals(10, book.use(DataCap.NONE).upBytes());
        }
        wall.set(Instant.parse("2026-11-30T23:59:59Z"));
        try (LineBook book =
                LineBook.open(file, new NioDisk(), new LineMeter(), wall).book()) {
            assertEquals(1_000, book.use(DataCap.NONE).upBytes());
        }
    }

    @Test
    void stopsTheLineWithWhatReachesTheCap() throws IOException {
        var line = new LineMeter();
        try (LineBook book = open(line)) {
            var cap = new DataCap(Optional.of(10_000L), DataCap.Counts.UP, 1, false);
            UploadBudget budget = unlimited(line);
            assertTrue(budget.tryTake(4_000));
            long left = 10_000 - book.use(cap).usedBytes();
            line.stopAt(book.after(left, cap));
            int taken = 0;
            while (budget.tryTake(1_000)) {
                taken++;
            }
            assertEquals(6, taken);
            assertTrue(budget.letsNothingPass());
            assertEquals(Long.MAX_VALUE, budget.nanosUntil(1));
            line.stopAt(LineMeter.Stop.NEVER);
            assertTrue(budget.tryTake(1_000));
        }
    }

    @Test
    void writesDownByItselfEveryQuarterOfAMegabyte() throws IOException {
        var line = new LineMeter();
        try (LineBook book = open(line)) {
            Path file = folder.resolve("line.log");
            long before = Files.size(file);
            UploadBudget budget = unlimited(line);
            for (int i = 0; i < 3; i++) {
                assertTrue(budget.tryTake(100_000));
            }
            Awaitility.await().until(() -> Files.size(file) > before);
            assertFalse(book.use(DataCap.NONE).upBytes() < 300_000);
        }
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void countsOnWhileTheLogIsWrittenAnewOnABlockedDisk() throws Exception {
        countsOnWhileBlocked((book, budget) -> {
            Path file = folder.resolve("line.log");
            while (Files.size(file) <= 64 * 1024) {
                assertTrue(budget.tryTake(1));
                book.keep();
            }
            book.keepSoon();
        });
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void countsOnWhileABlockedDiskForces() throws Exception {
        countsOnWhileBlocked((book, budget) -> Thread.startVirtualThread(book::force));
    }

    private interface Waiting {
        void begin(LineBook book, UploadBudget budget) throws IOException;
    }

    private void countsOnWhileBlocked(Waiting waiting) throws Exception {
        var line = new LineMeter();
        var disk = new BlockedDisk();
        Path file = folder.resolve("line.log");
        try (LineBook book = LineBook.open(file, disk, line, NOON).book()) {
            UploadBudget budget = unlimited(line);
            assertTrue(budget.tryTake(1));
            disk.block();
            waiting.begin(book, budget);
            disk.awaitWaiting();
            for (int frame = 0; frame < 1_000; frame++) {
                assertTrue(budget.tryTake(65_536));
                if (frame % 100 == 0) {
                    assertTrue(line.up() - afterAKill(file) < MIB);
                }
            }
            disk.letPass();
        } finally {
            disk.letPass();
        }
        assertEquals(line.up(), afterAKill(file));
        assertFalse(Files.exists(folder.resolve("line.log.new")));
    }

    /** What the next start finds, were this one killed now. */
    private long afterAKill(Path file) throws IOException {
        Path found = Files.copy(file, folder.resolve("found.log"), StandardCopyOption.REPLACE_EXISTING);
        LineBook.Opened opened = LineBook.open(found, new NioDisk(), new LineMeter(), NOON);
        try (LineBook book = opened.book()) {
            return book.use(DataCap.NONE).upBytes();
        }
    }

    /** {@code -Dkills=100 -Dseed=1} for the long proof. */
    @Test
    void losesLessThanAMebibyteOfEachDirectionByAKill() throws IOException, InterruptedException {
        var random = new SplittableRandom(SEED);
        long most = 0;
        long up = 0;
        long down = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Path moved = folder.resolve("moved-" + kill);
            killAfter(20 + random.nextInt(200), moved, random.nextInt());
            ByteBuffer said = ByteBuffer.wrap(Files.readAllBytes(moved));
            DataUse use = booked();
            long missingUp = up + said.getLong(0) - use.upBytes();
            long missingDown = down + said.getLong(Long.BYTES) - use.downBytes();
            // What was counted when the kill came, and not said yet, makes it less than nothing.
            assertTrue(missingUp + missingDown < MIB, kill + ": " + missingUp + " and " + missingDown + " are missing");
            assertTrue(missingUp + missingDown > -MIB, kill + ": " + missingUp + " and " + missingDown + " too many");
            most = Math.max(most, missingUp + missingDown);
            up = use.upBytes();
            down = use.downBytes();
        }
        System.out.println(KILLS + " kills, seed " + SEED + ": " + (up + down) + " bytes counted, at most " + most
                + " missing after one");
        assertTrue(up > 0 && down > 0, "nothing moved");
    }

    private DataUse booked() throws IOException {
        var line = new LineMeter();
        LineBook.Opened opened =
                LineBook.open(folder.resolve("line.log"), new NioDisk(), line, Clock.system(ZoneId.systemDefault()));
        try (LineBook book = opened.book()) {
            return book.use(DataCap.NONE);
        }
    }

    private void killAfter(int millis, Path moved, int seed) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        OwnClassPath.get(),
                        MoveUntilKilled.class.getName(),
                        folder.resolve("line.log").toString(),
                        moved.toString(),
                        String.valueOf(seed)))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("moves", output.readLine());
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
        }
    }
}
