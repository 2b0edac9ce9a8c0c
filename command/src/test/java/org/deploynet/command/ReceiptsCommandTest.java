package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deploynet.control.earnings.Earned;
import org.deploynet.control.earnings.HeldReceipt;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploynet receipts export} from an engine, and {@code verify} of what it wrote, whole and meddled with. */
final class ReceiptsCommandTest {
    private static final SigningKey NETWORK = SigningKey.generate();
    private static final SigningKey STRANGER = SigningKey.generate();
    private static final SigningKey SESSION = SigningKey.generate();
    private static final KeyId PEER = SigningKey.generate().id();
    private static final long BYTES = 10 * 262_144;

    @TempDir
    private Path data;

    private Path file;

    @BeforeEach
    void names() {
        file = data.resolve("receipts.jsonl");
    }

    private static Ticket ticket(String id, SigningKey network, long maxBytes) {
        return new Ticket(
                id,
                network.id(),
                "link",
                new KeyId(Samples.SHOP),
                PEER,
                "sha-256 AA",
                "sha-256 BB",
                SESSION.publicKey(),
                maxBytes,
                Price.DEFAULT,
                0,
                1);
    }

    private static HeldReceipt held(String id, SigningKey network, SigningKey session, long maxBytes) {
        var earned = new Earned(BYTES, Price.earned(BYTES, Price.DEFAULT));
        return new HeldReceipt(
                id,
                Samples.SHOP,
                Samples.NOW,
                10,
                Price.DEFAULT,
                earned,
                earned,
                Optional.empty(),
                ticket(id, network, maxBytes).sign(network),
                new Receipt(id, 10, BYTES).sign(session));
    }

    private static HeldReceipt good(String id) {
        return held(id, NETWORK, SESSION, Ticket.FIRST_MAX_BYTES);
    }

    private void export(List<HeldReceipt> receipts) throws Exception {
        try (var engine = CannedEngine.start(data)) {
            engine.answering("snapshot", Samples.joined(NETWORK.id().hex()))
                    .answering("receipts", new ReceiptPage(receipts, Optional.empty()));
            Said said = Said.of(data, "receipts", "export", file.toString());
            assertEquals(0, said.code(), said.err());
        }
    }

    private Said verify(String... more) {
        var words = new ArrayList<>(List.of("receipts", "verify", file.toString()));
        words.addAll(List.of(more));
        return Said.of(words.toArray(String[]::new));
    }

    @Test
    void whatWasExportedHolds() throws Exception {
        export(IntStream.range(0, 3).mapToObj(i -> good("t" + i)).toList());
        Said said = verify("--network", NETWORK.id().hex());

        assertEquals(0, said.code(), said.err());
        assertEquals(
                List.of(
                        "3 receipts hold for super-peer " + PEER + ": 7.9 MB, 0.0078 credits.",
                        "The tickets are signed by network " + NETWORK.id() + ".",
                        "None is in doubt."),
                said.lines());
    }

    @Test
    void withoutANetworkItSaysWhoNamedIt() throws Exception {
        export(List.of(good("t0")));

        assertTrue(verify().out().contains(", which the file itself names."));
    }

    @Test
    void eachReceiptInDoubtIsNamedWithItsReason() throws Exception {
        export(List.of(
                good("t0"),
                held("t1", STRANGER, SESSION, Ticket.FIRST_MAX_BYTES),
                held("t2", NETWORK, STRANGER, Ticket.FIRST_MAX_BYTES),
                held("t3", NETWORK, SESSION, BYTES - 1)));
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add(lines.get(1));
        lines.add("{\"ticket\":\"a.b.c\"}");
        lines.add("x".repeat(100_000));
        Files.write(file, lines);
        Said said = verify();

        assertEquals(1, said.code());
        List<String> doubts = said.err().lines().toList();
        assertEquals(6, doubts.size(), said.err());
        assertTrue(doubts.get(0).startsWith("In doubt, line 3: the ticket is signed by " + STRANGER.id()), said.err());
        assertEquals("In doubt, line 4: the signature does not hold", doubts.get(1));
        assertTrue(doubts.get(2).startsWith("In doubt, line 5: the receipt says "), said.err());
        assertEquals("In doubt, line 6: ticket t0 is in the file already, and counts once", doubts.get(3));
        assertTrue(doubts.get(4).startsWith("In doubt, line 7: "), said.err());
        assertTrue(said.out().contains("One receipt holds for super-peer"), said.out());
        assertTrue(said.out().endsWith("6 are in doubt.\n"), said.out());
    }

    @Test
    void aReceiptOfOneTicketIsNoneOfAnother() throws Exception {
        HeldReceipt one = good("t0");
        HeldReceipt other = good("t1");
        export(List.of(new HeldReceipt(
                "t0",
                one.site(),
                one.at(),
                one.pieces(),
                one.price(),
                one.measured(),
                one.confirmed(),
                one.refused(),
                one.ticketJws(),
                other.receiptJws())));

        assertTrue(verify().err().contains("the receipt is for ticket t1, not for t0"));
    }

    @Test
    void nothingIsWrittenOver() throws Exception {
        Files.writeString(file, "mine");
        try (var engine = CannedEngine.start(data)) {
            engine.answering("snapshot", Samples.joined(NETWORK.id().hex()))
                    .answering("receipts", new ReceiptPage(List.of(), Optional.empty()));
            Said said = Said.of(data, "receipts", "export", file.toString());

            assertEquals(1, said.code());
            assertTrue(said.err().contains("exists already"), said.err());
            assertEquals("mine", Files.readString(file));
        }
    }

    @Test
    void whatIsNoSuchFileIsSaidSo() throws Exception {
        assertEquals(1, verify().code());
        Files.writeString(file, "hello\n");
        Said said = verify();
        assertEquals(2, said.code());
        assertTrue(said.err().contains("is no file of receipts"), said.err());
    }
}
