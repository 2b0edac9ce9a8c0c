package org.deploynet.engine.credits;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.deploynet.engine.limits.ManualClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides of a settlement die at any step: {@code -Dschedules=10000 -Dseed=N} for the long form. */
class SettleSchedulesTest {
    private static final int SCHEDULES = Integer.getInteger("schedules", 200);
    private static final long SEED = Long.getLong("seed", 2026);
    /** So that one database does not grow over all of them. */
    private static final int OF_ONE_LEDGER = 50;
    /** Of a violation in one schedule, where none was seen in n of them: the rule of three, 1 - 0.05^(1/n) below 3/n. */
    private static final double RULE_OF_THREE = 3.0;

    private static final Logger QUIET = Logger.getLogger("org.deploynet.engine");

    @TempDir
    private Path folder;

    @BeforeAll
    static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        QUIET.setLevel(null);
    }

    @Test
    void whatWasVerifiedIsPaidOnceWhoeverDiesWhen() throws Exception {
        long crashes = 0;
        for (int first = 0; first < SCHEDULES; first += OF_ONE_LEDGER) {
            Path database = folder.resolve("ledger-" + first + ".db");
            for (int i = first; i < Math.min(SCHEDULES, first + OF_ONE_LEDGER); i++) {
                crashes += one(database, SEED + i);
            }
            delete(database);
        }
        System.out.printf(
                Locale.ROOT,
                "settlement: %d schedules from seed %d, %d deaths, paid = verified and no receipt lost in all (95%% bound: %.1e a schedule)%n",
                SCHEDULES,
                SEED,
                crashes,
                RULE_OF_THREE / SCHEDULES);
        assertTrue(crashes > SCHEDULES, "somebody died in most of them");
    }

    private static int one(Path database, long seed) throws Exception {
        var clock = new ManualClock();
        var server = new SettleSchedule.DyingClock(clock);
        try (var peer = new PaidPeer(database, server)) {
            return new SettleSchedule(peer, server, clock, seed).run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path database) throws IOException {
        for (String end : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(database.resolveSibling(database.getFileName() + end));
        }
    }
}
