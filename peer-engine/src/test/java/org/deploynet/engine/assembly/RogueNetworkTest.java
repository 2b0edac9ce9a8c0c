package org.deploynet.engine.assembly;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.deploynet.control.EngineState;
import org.deploynet.control.Reason;
import org.deploynet.engine.assembly.RogueNetwork.Lie;
import org.deploynet.engine.credits.LedgerWatch.Breach;
import org.deploynet.engine.credits.RogueLedger;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that breaks its word over a real connection: {@code -Dcases=N -Dseed=N} for more than one of each kind. */
class RogueNetworkTest {
    private static final int CASES = Integer.getInteger("cases", Trick.values().length);
    private static final long SEED = Long.getLong("seed", 2026);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Of a miss in one case, where none was seen in n of them: below 3/n with 95 %. */
    private static final double RULE_OF_THREE = 3.0;

    /** What it does after it was honest for a while. */
    private enum Trick {
        ENTRY_CHANGED,
        ENTRY_REMOVED,
        ENTRIES_REORDERED,
        FORKED,
        CUT,
        TWO_OF_ONE_SIZE,
        FALSE_CONSISTENCY,
        FALSE_INCLUSION,
        STALE,
        /** Nothing that it signed: the connection ends, and that is said. */
        FORGED_SIGNATURE
    }

    /** By how many entries there are then. */
    private static Set<Breach> takenFor(Trick trick) {
        return switch (trick) {
            case ENTRY_CHANGED, ENTRIES_REORDERED -> Set.of(Breach.FORKED, Breach.REWRITTEN);
            case ENTRY_REMOVED, FORKED -> Set.of(Breach.SHRUNK, Breach.FORKED, Breach.REWRITTEN);
            case CUT -> Set.of(Breach.SHRUNK);
            case TWO_OF_ONE_SIZE -> Set.of(Breach.FORKED);
            case FALSE_CONSISTENCY -> Set.of(Breach.REWRITTEN);
            case FALSE_INCLUSION, STALE -> Set.of(Breach.UNSHOWN);
            case FORGED_SIGNATURE -> Set.of();
        };
    }

    @TempDir
    private Path folder;

    @Test
    void everyBreachIsNoticedAtTheNextCheckpointSaidAndCostsNoReceipt() throws Exception {
        Map<Trick, Integer> noticed = new EnumMap<>(Trick.class);
        for (int i = 0; i < CASES; i++) {
            Trick trick = Trick.values()[i % Trick.values().length];
            try {
                one(folder.resolve("case-" + i), trick, new Random(SEED + i));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + (SEED + i) + ", " + trick + ": " + e.getMessage(), e);
            }
            noticed.merge(trick, 1, Integer::sum);
        }
        System.out.printf(
                Locale.ROOT,
                "rogue network: %d of %d cases from seed %d noticed at the next checkpoint, all receipts kept (95%% bound of a miss: %.1e a case) %s%n",
                CASES,
                CASES,
                SEED,
                RULE_OF_THREE / CASES,
                noticed);
    }

    private static void one(Path folder, Trick trick, Random random) throws Exception {
        try (var network = new RogueNetwork(random)) {
            network.ledger().grow(2 + random.nextInt(10));
            try (var peer = new WatchfulPeer(folder, network)) {
                until(network::isGreeted);
                showAndAwaitKept(network, peer);
                earnHonestly(network, peer, trick, random);
                int receipts = peer.receipts();
                if (trick == Trick.FORGED_SIGNATURE) {
                    forge(network, peer);
                } else {
                    play(trick, network, peer, random);
                    until(() -> {
                        peer.settle();
                        return peer.watch.alarm().isPresent();
                    });
                    var alarm = peer.watch.alarm().orElseThrow();
                    assertTrue(takenFor(trick).contains(alarm.breach()), () -> "taken for " + alarm);
                    assertEquals(1, peer.told.size());
                    assertEquals(
                            new ConditionRules.Verdict(EngineState.PROBLEM, Reason.LEDGER_CHANGED, Optional.empty()),
                            peer.verdict());
                    boolean isShown = alarm.breach() != Breach.UNSHOWN;
                    assertEquals(isShown, peer.isProven(), "what was not shown is not given away");
                }
                keepsReceipts(peer, receipts);
            }
        }
    }

    private static void showAndAwaitKept(RogueNetwork network, WatchfulPeer peer) {
        network.show();
        until(() -> peer.watch
                .kept()
                .filter(kept -> kept.equals(network.ledger().checkpoint()))
                .isPresent());
        assertEquals(Optional.empty(), peer.watch.alarm());
    }

    // What was earned is posted, signed and shown, unless this is where it lies.
    private static void earnHonestly(RogueNetwork network, WatchfulPeer peer, Trick trick, Random random) {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            peer.earn(1 + random.nextInt(40));
        }
        until(peer::isSettled);
        network.ledger().grow(random.nextInt(10));
        peer.clock.advance(Duration.ofMinutes(20));
        if (trick == Trick.FALSE_INCLUSION) {
            network.lie(Lie.INCLUSION);
            return;
        }
        showAndAwaitKept(network, peer);
        until(() -> {
            peer.settle();
            return peer.isProven();
        });
    }

    private static void play(Trick trick, RogueNetwork network, WatchfulPeer peer, Random random) {
        RogueLedger ledger = network.ledger().copy();
        int size = ledger.size();
        switch (trick) {
            case ENTRY_CHANGED -> ledger.rewrite(size);
            case ENTRY_REMOVED -> ledger.remove(size);
            case ENTRIES_REORDERED -> ledger.reorder(size);
            case FORKED -> {
                ledger.cut(random.nextInt(size));
                ledger.grow(1 + random.nextInt(2 * size));
            }
            case CUT -> ledger.cut(random.nextInt(size));
            case TWO_OF_ONE_SIZE -> {
                ledger.rewrite(size);
                // The one that it keeps, once more, and another one of the same size.
                network.show();
                network.show(ledger, network.network);
                return;
            }
            case FALSE_CONSISTENCY -> {
                ledger.grow(1 + random.nextInt(20));
                network.lie(Lie.CONSISTENCY);
            }
            case FALSE_INCLUSION -> {
                network.show();
                return;
            }
            case STALE -> {
                staysAsItIs(network, peer, ledger);
                return;
            }
            case FORGED_SIGNATURE -> throw new IllegalArgumentException("ends the connection");
        }
        if (trick != Trick.CUT && trick != Trick.FORKED && trick != Trick.FALSE_CONSISTENCY) {
            ledger.grow(random.nextInt(20));
        }
        network.become(ledger);
        network.show();
    }

    // Receipts are taken, and the ledger that is shown never has them.
    private static void staysAsItIs(RogueNetwork network, WatchfulPeer peer, RogueLedger old) {
        peer.earn(30);
        until(peer::isSettled);
        for (int hour = 1; hour <= 3; hour++) {
            assertEquals(Optional.empty(), peer.watch.alarm(), "in hour " + hour);
            int asked = network.entriesAsked();
            peer.clock.advance(Duration.ofHours(1));
            network.show(old, network.network);
            // The answer of the hour before may come so late that it is enough.
            until(() -> {
                peer.settle();
                return network.entriesAsked() > asked || peer.watch.alarm().isPresent();
            });
        }
    }

    private static void forge(RogueNetwork network, WatchfulPeer peer) {
        var kept = peer.watch.kept();
        RogueLedger longer = network.ledger().copy();
        longer.grow(3);
        network.show(longer, SigningKey.generate());
        until(() -> peer.why().contains("the server breaks the protocol")
                && peer.verdict().state() == EngineState.PROBLEM);
        assertEquals(kept, peer.watch.kept(), "what another key signed counts for nothing");
    }

    private static void keepsReceipts(WatchfulPeer peer, int before) {
        int now = peer.receipts();
        assertTrue(now >= before, () -> now + " of " + before + " receipts");
        peer.earn(2);
        assertEquals(now + 1, peer.receipts(), "and further ones");
    }

    private static void until(Callable<Boolean> holds) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(holds);
    }
}
