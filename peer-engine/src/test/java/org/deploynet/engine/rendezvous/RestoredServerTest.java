package org.deploynet.engine.rendezvous;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deploynet.engine.credits.LedgerWatch;
import org.deploynet.engine.credits.LedgerWatch.Breach;
import org.deploynet.engine.credits.LedgerWatch.Dispute;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.signaling.SignalingOptions;
import org.deploynet.signaling.SignalingServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server whose database file is put back, as a super-peer that has seen more of its ledger meets it. */
class RestoredServerTest {
    private static final String FINGERPRINT = "sha-256 " + "AB:".repeat(31) + "AB";
    private static final KeyId SITE = new KeyId("%040x".formatted(3));

    @TempDir
    private Path folder;

    private final SigningKey identity = SigningKey.generate();
    private final MemoryPin pin = new MemoryPin();
    private final ManualClock clock = new ManualClock();
    private long epoch;

    /** Grants so much to make the ledger grow, and shows the super-peer where it ended. */
    private void run(LedgerWatch watch, int grants) throws Exception {
        clock.advance(Duration.ofMinutes(2));
        var options = SignalingOptions.in(folder.resolve("server")).withPort(0).withClock(clock);
        try (SignalingServer server = SignalingServer.start(options)) {
            for (int i = 0; i < grants; i++) {
                server.grant(SITE, 1);
            }
            meet(watch, server);
        }
    }

    private void meet(LedgerWatch watch, SignalingServer server) throws InterruptedException {
        var events = new RecordedEvents();
        events.ledger = Optional.of(watch);
        var address = Rendezvous.superPeerAddress(server.uri().toString());
        var parts = new Rendezvous.Parts(
                address,
                pin,
                new ServerTime(Clock.systemUTC()),
                events,
                new RecordedReceipts(),
                new RecordedOrders(),
                new Nudges());
        try (var rendezvous = new Rendezvous(
                new Rendezvous.Self(identity, ++epoch, FINGERPRINT, "1.2.3"), parts, new SplittableRandom(1))) {
            rendezvous.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> isHeard(watch, server));
        }
    }

    private static boolean isHeard(LedgerWatch watch, SignalingServer server) {
        long entries = server.verifyLedger();
        return watch.alarm().isPresent()
                || watch.held()
                        .map(Checkpoint::size)
                        .filter(size -> size == entries)
                        .isPresent();
    }

    private Path database() {
        return folder.resolve("server").resolve("signaling.db");
    }

    @Test
    void isAnAlarmUntilTheOwnerSaysThatHeKnowsAndFromThereOnIsHeldToItsWordAgain() throws Exception {
        List<Dispute> evidence = new ArrayList<>();
        try (StateStore state = StateStore.open(folder.resolve("state"))) {
            var watch = new LedgerWatch(state, clock, alarm -> {});
            run(watch, 3);
            assertEquals(3, watch.kept().orElseThrow().size());
            Path backup = folder.resolve("backup.db");
            Files.copy(database(), backup);
            run(watch, 4);
            Checkpoint seen = watch.kept().orElseThrow();
            assertEquals(7, seen.size());

            Files.copy(backup, database(), StandardCopyOption.REPLACE_EXISTING);
            run(watch, 1);
            Dispute dispute = watch.dispute().orElseThrow();
            assertEquals(Breach.SHRUNK, dispute.alarm().breach());
            assertEquals(4, dispute.newest().checkpoint().size());
            assertTrue(watch.accept(dispute.newest().checkpoint().head(), evidence::add));
            assertEquals(Optional.empty(), watch.alarm());
            assertEquals(seen, evidence.getFirst().kept().checkpoint());

            run(watch, 5);
            assertEquals(Optional.empty(), watch.alarm(), "it continues what was accepted");
            assertEquals(9, watch.kept().orElseThrow().size());
            Files.copy(backup, database(), StandardCopyOption.REPLACE_EXISTING);
            run(watch, 1);
            assertEquals(Breach.SHRUNK, watch.alarm().orElseThrow().breach(), "once is not for ever");
        }
    }
}
