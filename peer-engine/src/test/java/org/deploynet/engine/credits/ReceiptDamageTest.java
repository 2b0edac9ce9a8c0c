package org.deploynet.engine.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.deploynet.engine.credits.ReceiptBook.Mending;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.storage.DiskFile;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.FromSuperPeer.Statement;
import org.deploynet.protocol.signaling.ToSuperPeer.Paid;
import org.deploynet.signaling.ledger.TicketOffice.Issued;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals that were damaged, cut, replaced by older ones or removed, against the network's real ledger: {@code -Dcases=1000 -Dseed=N}. */
class ReceiptDamageTest {
    private static final int CASES = Integer.getInteger("cases", 150);
    private static final int SEED = Integer.getInteger("seed", 8);
    private static final Path FOLDER = Path.of("/receipts");
    private static final Path FILE = FOLDER.resolve("receipts.journal");
    private static final Logger QUIET = Logger.getLogger("org.deploynet.engine");

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final Map<String, Integer> kinds = new HashMap<>();
    private int notMended;

    @BeforeAll
    static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        QUIET.setLevel(null);
    }

    @Test
    void everyDamageIsFoundKeptAsideMendedByTheNetworkAndTheRestSaid() throws Exception {
        for (int i = 0; i < CASES; i++) {
            one(i);
        }
        System.out.printf(
                "receipt journals: %d damaged (%s) from seed %d, all found and mended; in %d of them receipts were lost that nobody had%n",
                CASES, kinds, SEED, notMended);
        assertTrue(notMended > 0 && notMended < CASES, "both ends were tried");
    }

    private void one(int number) throws Exception {
        String which = "case " + number + " of seed " + SEED;
        var random = new Random(SEED * 1_000_003L + number);
        var disk = new SimulatedDisk(random.nextLong());
        try (var peer = new PaidPeer(folder.resolve("ledger-" + number + ".db"), clock)) {
            List<byte[]> versions = earn(peer, disk, random);
            Totals before;
            try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock, 20_000)) {
                before = book.totals();
            }
            damage(disk, versions, random);
            byte[] damaged = content(disk);
            try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock, 20_000)) {
                Sum lost = before.measured().minus(book.totals().measured());
                assertEquals(lost, book.recovery().lost(), which);
                Path aside =
                        book.recovery().keptAside().orElseThrow(() -> new AssertionError(which + " was not found"));
                assertEquals(ByteBuffer.wrap(damaged), ByteBuffer.wrap(content(disk, aside)), which);
                mend(peer, book, before, which);
            }
            try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock, 20_000)) {
                assertEquals(Optional.empty(), book.recovery().keptAside(), which);
                assertEquals(Optional.empty(), peer.compare(book), which + ": mended for good");
            }
        }
    }

    private void mend(PaidPeer peer, ReceiptBook book, Totals before, String which) {
        peer.settle(book);
        Sum lost = book.recovery().lost();
        Mending mending = peer.compare(book).orElse(new Mending(Sum.ZERO, Sum.ZERO, lost));
        Totals after = book.totals();
        assertEquals(Sum.ZERO, mending.less(), which);
        assertEquals(before.measured().minus(mending.lost()), after.measured(), which + ": what is missing is said");
        assertEquals(mending.lost(), book.lost(), which);
        assertTrue(after.settled().bytes() >= before.settled().bytes(), which + ": nothing that was paid is forgotten");
        for (KeyId site : peer.sites) {
            Sum posted = peer.bank.answer(peer.peer, new Statement(1, Optional.empty())).sites().stream()
                    .filter(paid -> paid.site().equals(site))
                    .map(ReceiptDamageTest::sum)
                    .findFirst()
                    .orElse(Sum.ZERO);
            assertEquals(posted, book.bySite().getOrDefault(site, Totals.NONE).settled(), which);
        }
        var balance = peer.bank.balance(peer.peer);
        assertEquals(balance.pending() + balance.available(), after.settled().microcredits(), which);
        notMended += mending.lost().equals(Sum.ZERO) ? 0 : 1;
    }

    private static Sum sum(Paid paid) {
        return new Sum(paid.bytes(), paid.microcredits());
    }

    /** A life of the book: tickets, receipts, settlements, some of it given away and written anew. Returns what the file was meanwhile. */
    private List<byte[]> earn(PaidPeer peer, SimulatedDisk disk, Random random) throws Exception {
        var versions = new ArrayList<byte[]>();
        var tickets = new ArrayList<Issued>();
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock, 6_000)) {
            int steps = 4 + random.nextInt(8);
            for (int step = 0; step < steps; step++) {
                if (tickets.isEmpty() || random.nextBoolean()) {
                    tickets.add(peer.ticket(peer.sites.get(random.nextInt(2)), "link"));
                }
                PaidPeer.receipt(book, tickets.getLast(), 1 + step);
                assertTrue(book.flush());
                if (random.nextInt(3) == 0) {
                    peer.settle(book);
                    clock.advance(Duration.ofHours(30));
                    // None of them lives so long.
                    tickets.clear();
                    peer.prove(book, peer.bank.checkpoint(), clock);
                }
                versions.add(content(disk));
            }
        }
        return versions;
    }

    private void damage(SimulatedDisk disk, List<byte[]> versions, Random random) throws IOException {
        byte[] now = content(disk);
        byte[] other = now;
        String kind = "";
        while (java.util.Arrays.equals(other, now)) {
            other = now.clone();
            int at = random.nextInt(now.length);
            switch (random.nextInt(5)) {
                case 0 -> {
                    kind = "one bit";
                    other[at] ^= (byte) (1 << random.nextInt(8));
                }
                case 1 -> {
                    kind = "zeros";
                    int end = Math.min(now.length, at + 1 + random.nextInt(2048));
                    java.util.Arrays.fill(other, at, end, (byte) 0);
                }
                case 2 -> {
                    kind = "cut";
                    other = java.util.Arrays.copyOf(now, at);
                }
                case 3 -> {
                    kind = "older";
                    other = versions.get(random.nextInt(versions.size()));
                }
                default -> {
                    kind = "removed";
                    other = new byte[0];
                }
            }
        }
        kinds.merge(kind, 1, Integer::sum);
        disk.unlink(FILE);
        try (DiskFile file = disk.open(FILE)) {
            file.append(ByteBuffer.wrap(other));
            file.force();
        }
        disk.forceFolder(FOLDER);
    }

    private static byte[] content(SimulatedDisk disk) throws IOException {
        return content(disk, FILE);
    }

    private static byte[] content(SimulatedDisk disk, Path path) throws IOException {
        try (DiskFile file = disk.openExisting(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.readAt(bytes, 0);
            return bytes.array();
        }
    }
}
