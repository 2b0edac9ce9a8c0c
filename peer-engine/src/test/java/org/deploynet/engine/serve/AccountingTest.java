package org.deploynet.engine.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.deploynet.engine.serve.AccountingWorld.PageMaker;
import org.deploynet.engine.serve.AccountingWorld.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dsessions=100000 -Dseed=…} runs more of them, for 20 minutes at most. */
class AccountingTest {
    private static final int SESSIONS = Integer.getInteger("sessions", 2_000);
    private static final long SEED = Long.getLong("seed", 20_261_121);
    private static final int SCRIPT_SESSIONS = Integer.getInteger("script.sessions", 0);
    private static final String BROWSER_CLIENT = "../browser-client";
    private static final Duration AT_MOST = Duration.ofMinutes(20);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void pagesReceiptsAndLedgerAgreeToTheByte() throws Exception {
        agree("Java", SESSIONS, shelf -> new ModelPages(shelf, page -> Habit.HONEST));
    }

    /**
     * {@code -Dscript.sessions=300} runs it, after npm ci in browser-client. Not part of every run, which needs no Node.js then;
     * its visits follow from the seed but for the moment at which a piece is checked. {@code -Dscript.mutant=FILE|RIGHT|WRONG}
     * breaks a line of it.
     */
    @Test
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void theBrowsersOwnAccountingAgreesToTheByte() throws Exception {
        assumeTrue(SCRIPT_SESSIONS > 0, "asked for by -Dscript.sessions only");
        var script = new ArrayList<>(List.of(BROWSER_CLIENT + "/accounting-pages.mjs"));
        Optional.ofNullable(System.getProperty("script.mutant")).ifPresent(mutant -> {
            script.add("--mutant");
            script.addAll(List.of(mutant.split("\\|", 3)));
        });
        agree("TypeScript", SCRIPT_SESSIONS, shelf -> new ScriptPages(script));
    }

    private void agree(String pages, int sessions, PageMaker maker) throws Exception {
        long began = System.nanoTime();
        Result result = run(maker, sessions);
        System.out.printf(
                "%d visits of %s pages (seed %d, %d cut, %d restarts) in %d s: pages counted %d bytes, receipts that"
                        + " arrived %d, ledger %d; 0 differ, with 95 %% confidence fewer than %.6f of all%n",
                result.visits(),
                pages,
                SEED,
                result.cut(),
                result.restarts(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                result.counted(),
                result.receipts(),
                result.ledger(),
                3.0 / result.visits());
        assertEquals(result.receipts(), result.ledger());
        assertTrue(result.cut() > result.visits() / 20, "the line was hardly ever cut");
        assertTrue(result.counted() >= result.receipts());
    }

    private Result run(Habit habit, int sessions) throws Exception {
        return run(shelf -> new ModelPages(shelf, page -> habit), sessions);
    }

    private Result run(PageMaker pages, int sessions) throws Exception {
        try (var world = new AccountingWorld(SEED, folder.resolve("ledger.db"), pages)) {
            return world.run(sessions, AT_MOST);
        }
    }

    /** Counts what was here of a piece when its want was cancelled. */
    private record CountsCancelled() implements Habit {
        @Override
        public int whole(boolean wasCountedBefore) {
            return Habit.HONEST.whole(wasCountedBefore);
        }

        @Override
        public boolean countsCancelled() {
            return true;
        }
    }

    @Test
    void aPageThatCountsACancelledPieceIsNoticed() {
        var noticed = assertThrows(AssertionError.class, () -> run(new CountsCancelled(), 2_000));
        System.out.println("noticed: " + noticed.getMessage());
    }

    /** Forgets every hundredth piece. */
    private static final class Forgets implements Habit {
        private int pieces;

        @Override
        public int whole(boolean wasCountedBefore) {
            return ++pieces % 100 == 0 ? 0 : Habit.HONEST.whole(wasCountedBefore);
        }

        @Override
        public boolean countsCancelled() {
            return false;
        }
    }

    @Test
    void aPageThatForgetsAPieceIsNoticed() {
        var noticed = assertThrows(AssertionError.class, () -> run(new Forgets(), 2_000));
        System.out.println("noticed: " + noticed.getMessage());
    }
}
