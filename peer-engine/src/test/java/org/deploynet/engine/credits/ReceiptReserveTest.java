package org.deploynet.engine.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.torture.SizedDisk;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptReserveTest {
    private static final Path FOLDER = Path.of("/receipts");
    private static final Path FILE = FOLDER.resolve("receipts.reserve");
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final Logger QUIET = Logger.getLogger("org.deploynet.engine");
    private static final long PIECE = 256 * 1024;
    private static final KeyId ANY = new KeyId("%040x".formatted(7));
    private static final SigningKey SESSION = SigningKey.generate();

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final List<Long> told = new ArrayList<>();

    @BeforeAll
    static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        QUIET.setLevel(null);
    }

    private static void add(ReceiptBook book, String id) {
        var ticket = new Ticket(
                id, ANY, "link", ANY, ANY, "sha-256 AA", "sha-256 BB", SESSION.publicKey(), PIECE, Price.DEFAULT, 0, 1);
        // As long as real ones.
        book.add("t".repeat(1100), ticket, "r".repeat(400), new Receipt(id, 1, PIECE));
    }

    private ReceiptBook open() throws IOException {
        return ReceiptBook.open(FOLDER, disk, CLOCK, told::add);
    }

    @Test
    void receiptsAreStillForcedOnAFullDiskAndItIsSaidOnce() throws IOException {
        try (ReceiptBook book = open()) {
            assertEquals(ReceiptReserve.WHOLE_BYTES, disk.length(FILE));
            disk.free(0);
            add(book, "t0");
            assertTrue(book.flush());
            assertEquals(ReceiptReserve.WHOLE_BYTES - 256 * 1024, disk.length(FILE), "a step of it, not all");
            for (int n = 1; n < 1000; n++) {
                add(book, "t" + n);
                assertTrue(book.flush());
            }
            assertEquals(1000 * PIECE, book.totals().measured().bytes());
            assertEquals(1, told.size());
            assertTrue(disk.length(FILE) < ReceiptReserve.WHOLE_BYTES);
        }
        disk.restart();
        try (ReceiptBook book = open()) {
            assertEquals(1000, book.unsettled(2000).size());
            disk.free(3 * ReceiptReserve.WHOLE_BYTES);
        }
        try (ReceiptBook book = open()) {
            assertEquals(ReceiptReserve.WHOLE_BYTES, disk.length(FILE), "there is room again");
            assertEquals(1000, book.unsettled(2000).size());
        }
    }

    /** For whoever may mount: root, or the namespace that the tests run in. */
    @Test
    void receiptsAreStillForcedOnAFileSystemThatIsReallyFull(@TempDir Path folder) throws IOException {
        Optional<SizedDisk> mounted = SizedDisk.mounted(folder.resolve("small"), 4 * ReceiptReserve.WHOLE_BYTES);
        assumeTrue(mounted.isPresent(), "this user may not mount");
        try (SizedDisk small = mounted.get()) {
            Path state = small.folder().resolve("state");
            try (ReceiptBook book = ReceiptBook.open(state, new NioDisk(), CLOCK, told::add)) {
                assertEquals(ReceiptReserve.WHOLE_BYTES, Files.size(state.resolve("receipts.reserve")));
                fill(small.folder().resolve("others"));
                for (int n = 0; n < 500; n++) {
                    add(book, "t" + n);
                    assertTrue(book.flush());
                }
                assertEquals(1, told.size());
            }
            try (ReceiptBook book = ReceiptBook.open(state, new NioDisk(), CLOCK)) {
                assertEquals(500, book.unsettled(2000).size());
            }
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] part = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(part);
            }
        } catch (IOException full) {
            assertEquals("No space left on device", full.getMessage());
        }
    }

    @Test
    void aDiskThatWasFullFromTheStartKeepsNoReserveAndSpoilsNothing() throws IOException {
        try (ReceiptBook book = open()) {
            add(book, "a");
            assertTrue(book.flush());
        }
        disk.unlink(FILE);
        disk.free(10_000);
        try (ReceiptBook book = open()) {
            assertEquals(0, disk.length(FILE));
            add(book, "b");
            assertTrue(book.flush());
            assertEquals(2, book.unsettled(10).size());
        }
        assertEquals(List.of(), told);
    }
}
