package org.deploynet.engine.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.engine.credits.LedgerWatch;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.credits.StatementCheck;
import org.deploynet.engine.credits.TransferBook;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.rendezvous.Nudges;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.TreeHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The owner's word that a restored ledger is the right one. */
class LedgerKeepingTest {
    private static final KeyId SITE = new KeyId("%040x".formatted(1));

    @TempDir
    private Path folder;

    private final SigningKey network = SigningKey.generate();
    private final ManualClock clock = new ManualClock();

    @SuppressWarnings("NullAway.Init")
    private StateStore state;

    @SuppressWarnings("NullAway.Init")
    private ReceiptBook receipts;

    @SuppressWarnings("NullAway.Init")
    private LedgerWatch watch;

    @SuppressWarnings("NullAway.Init")
    private TransferBook transfers;

    @SuppressWarnings("NullAway.Init")
    private LedgerKeeping keeping;

    @BeforeEach
    void open() throws IOException {
        state = StateStore.open(folder);
        receipts = ReceiptBook.open(folder, new NioDisk(), clock);
        watch = new LedgerWatch(state, clock, alarm -> {});
        transfers = new TransferBook(state, clock);
        keeping = new LedgerKeeping(
                watch, receipts, transfers, new StatementCheck(receipts, found -> {}), new Nudges(), folder, clock);
    }

    @AfterEach
    void close() {
        receipts.close();
        state.close();
    }

    private Checkpoint checkpoint(long size, int which) {
        TreeHash hash = new TreeHash("%064x".formatted(which));
        return new Checkpoint(network.id(), size, hash, hash, clock.millis());
    }

    private Checkpoint show(long size, int which) {
        Checkpoint shown = checkpoint(size, which);
        watch.signed(shown, shown.sign(network));
        return shown;
    }

    private List<Path> evidence() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("ledger-accepted-"))
                    .toList();
        }
    }

    private Checkpoint signed(JsonNode evidence, String name) throws Exception {
        return Checkpoint.verify(evidence.path(name).asString(), network.publicKey());
    }

    @Test
    void isKeptWithBothSignaturesAndAsksForAllThatWasConfirmedOnceMore() throws Exception {
        Checkpoint before = show(9, 1);
        Checkpoint restored = show(4, 2);
        TransferBook.Order order = transfers.order(SITE, 5).orElseThrow();
        transfers.done(order.id());
        assertEquals(
                Optional.of(restored.head().hex()),
                keeping.report().alarm().map(alarm -> alarm.shown().head()));
        assertEquals(Optional.of(9L), keeping.report().kept().map(head -> head.entries()));

        LedgerAccepted accepted = keeping.accept(restored.head().hex());

        assertEquals(List.of(Path.of(accepted.evidence())), evidence());
        JsonNode kept =
                ControlJson.parse(Files.readString(evidence().getFirst()).getBytes(StandardCharsets.UTF_8));
        assertEquals(before, signed(kept, "kept"));
        assertEquals(restored, signed(kept, "shown"));
        assertEquals(restored, signed(kept, "accepted"));
        assertEquals(Optional.of(order), transfers.next());
        assertEquals(Optional.empty(), keeping.report().alarm());
    }

    @Test
    void countsForNothingElseThanWhatIsShown() throws Exception {
        Checkpoint before = show(9, 1);
        assertThrows(
                ControlRefusedException.class,
                () -> keeping.accept(before.head().hex()),
                "nothing is wrong");
        show(4, 2);
        assertThrows(
                ControlRefusedException.class,
                () -> keeping.accept(before.head().hex()));
        assertThrows(ControlRefusedException.class, () -> keeping.accept("../x"));
        assertEquals(List.of(), evidence());
        assertEquals(4L, keeping.report().alarm().orElseThrow().shown().entries());
    }

    @Test
    void isCarriedOutAtTheNextStartIfTheEngineDiedInBetween() throws Exception {
        show(9, 1);
        Checkpoint restored = show(4, 2);
        transfers.done(transfers.order(SITE, 5).orElseThrow().id());
        // As if killed here: the owner's word is durable, and nothing was asked for yet.
        watch.accept(restored.head(), dispute -> {});
        assertEquals(Optional.empty(), transfers.next());
        close();
        open();
        keeping.goOn();
        assertEquals(5, transfers.next().orElseThrow().microcredits());
        transfers.done(transfers.next().orElseThrow().id());
        keeping.goOn();
        assertEquals(Optional.empty(), transfers.next(), "once");
    }
}
