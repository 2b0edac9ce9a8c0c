package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.deploynet.control.PeerControl;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.BudgetTransfer.State;
import org.deploynet.control.earnings.Spending;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.Places;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.SignalingOptions;
import org.deploynet.signaling.SignalingServer;
import org.deploynet.signaling.StartFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine process and a real server that goes away, and comes back as it was before: what its owner can do about credits. */
class CreditsAtServerTest {
    private static final KeyId SITE = new KeyId("%040x".formatted(3));

    @TempDir
    private Path folder;

    private int port;
    private Duration later = Duration.ZERO;
    private Optional<SignalingServer> server = Optional.empty();
    private Path peer = Path.of("");

    @BeforeEach
    void choose() throws IOException {
        peer = folder.resolve("peer");
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        server.ifPresent(SignalingServer::close);
        server = Optional.empty();
    }

    /** Two minutes later each time, so that there is a new checkpoint; {@code grants} make the ledger grow. */
    private void serve(int grants) throws StartFailure {
        later = later.plusMinutes(2);
        SignalingServer started = SignalingServer.start(SignalingOptions.in(folder.resolve("network"))
                .withPort(port)
                .withClock(Clock.offset(Clock.systemUTC(), later)));
        server = Optional.of(started);
        for (int i = 0; i < grants; i++) {
            started.grant(SITE, 1);
        }
    }

    private RunningPeer startPeer() throws IOException {
        return RunningPeer.start(peer, "--signaling", "ws://127.0.0.1:" + port);
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(300));
    }

    private List<BudgetTransfer> transfers() throws Exception {
        return Said.of(peer, "earnings", "transfers", "--json")
                .json(Spending.class)
                .transfers();
    }

    private Said give() {
        return Said.of(peer, "earnings", "transfer", "0.5", SITE.hex(), "--yes");
    }

    private void awaitReason(String reason, boolean there) {
        patiently()
                .until(() ->
                        Said.of(peer, "status", "--json").out().contains("\"reason\" : \"" + reason + "\"") == there);
    }

    @Test
    void anOrderWaitsForAServerThatIsAwayAlsoThroughAKillAndIsThenAnsweredOnce() throws Exception {
        serve(0);
        try (var running = startPeer()) {
            patiently().until(() -> Said.of(peer, "status", "--json").out().contains("\"link\" : \"connected\""));
            Said refused = give();
            assertEquals(1, refused.code(), refused.out());
            assertTrue(refused.err().contains("this network does not know the site"), refused.err());
            stop();
            Said ordered = give();
            assertEquals(0, ordered.code(), ordered.err());
            assertTrue(ordered.out().contains("is asked until it does"), ordered.out());
            running.kill();
        }
        try (var _ = startPeer()) {
            BudgetTransfer waiting = transfers().getFirst();
            assertEquals(State.WAITING, waiting.state());
            serve(0);
            patiently().until(() -> transfers().getFirst().state() == State.REFUSED);
            assertEquals(waiting.id(), transfers().getFirst().id());
            assertEquals(2, transfers().size());
        }
    }

    @Test
    void aDatabaseThatIsPutBackTurnsItRedUntilItsOwnerAccepts() throws Exception {
        Path database = folder.resolve("network").resolve("signaling.db");
        Path backup = folder.resolve("backup.db");
        serve(3);
        try (var _ = startPeer()) {
            awaitEntries(3);
            stop();
            Files.copy(database, backup);
            serve(4);
            awaitEntries(7);
            assertEquals(1, Said.of(peer, "earnings", "accept-ledger", "--yes").code(), "nothing is wrong");
            stop();
            Files.copy(backup, database, StandardCopyOption.REPLACE_EXISTING);
            serve(1);
            awaitReason("ledger_changed", true);

            Said accepted = Said.of(peer, "earnings", "accept-ledger", "--yes");
            assertEquals(0, accepted.code(), accepted.err());
            assertTrue(accepted.err().contains("Signed before: 7 entries"), accepted.err());
            assertTrue(accepted.err().contains("Signed now (shrunk): 4 entries"), accepted.err());
            awaitReason("ledger_changed", false);
            try (Stream<Path> files = Files.list(peer.resolve("state"))) {
                assertEquals(
                        1,
                        files.filter(file -> file.getFileName().toString().startsWith("ledger-accepted-"))
                                .count());
            }
            stop();
            serve(2);
            awaitEntries(6);
            awaitReason("ledger_changed", false);
        }
    }

    private void awaitEntries(long entries) {
        patiently()
                .until(() -> Engine.ask(places(), PeerControl::ledger)
                        .kept()
                        .filter(head -> head.entries() == entries)
                        .isPresent());
    }

    private Places places() {
        return PlaceRules.ofThisSystem()
                .places(new PlaceRules.Chosen(
                        Optional.of(peer), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
