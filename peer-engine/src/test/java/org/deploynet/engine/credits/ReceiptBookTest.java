package org.deploynet.engine.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.SimulatedDisk.Operation;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptBookTest {
    private static final Path FOLDER = Path.of("/receipts");
    private static final Path FILE = FOLDER.resolve("receipts.journal");
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final PublicKeyJwk SESSION = SigningKey.generate().publicKey();
    private static final Logger QUIET = Logger.getLogger("org.deploynet.engine");
    private static final long MIB = 1 << 20;

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @BeforeAll
    static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        QUIET.setLevel(null);
    }

    private ReceiptBook open() throws IOException {
        return ReceiptBook.open(FOLDER, disk, CLOCK);
    }

    private static Ticket ticket(String id) {
        return ticket(id, "link");
    }

    private static Ticket ticket(String id, String link) {
        KeyId any = new KeyId("%040x".formatted(7));
        return new Ticket(id, any, link, any, any, "sha-256 AA", "sha-256 BB", SESSION, 64 * MIB, Price.DEFAULT, 0, 1);
    }

    private static void add(ReceiptBook book, String id, long bytes) {
        long count = Math.ceilDiv(bytes, 256 * 1024);
        book.add("ticket-" + id, ticket(id), "receipt-" + id + "-" + bytes, new Receipt(id, count, bytes));
    }

    private static Sum sum(long bytes) {
        return new Sum(bytes, Price.earned(bytes, Price.DEFAULT));
    }

    @Test
    void aLinkIsNamedAsOverWhenAllOfItsReceiptsAreAnswered() throws IOException {
        try (ReceiptBook book = open()) {
            addOn(book, "l1", "a", MIB);
            addOn(book, "l1", "b", MIB);
            addOn(book, "l2", "c", MIB);
            book.ended("l1");
            book.ended("l3");
            assertTrue(book.flush());
            assertEquals(List.of("l3"), book.endedLinks(10), "nothing was served on it");
            book.unsettled(10);
            book.settled(List.of("a"));
            assertTrue(book.flush());
            assertEquals(List.of("l3"), book.endedLinks(10));
            book.refused("b", ReceiptRefusal.LATE);
            assertTrue(book.flush());
            assertEquals(List.of("l1", "l3"), book.endedLinks(10));
            book.forget(List.of("l1", "l3"));
            assertEquals(List.of(), book.endedLinks(10));
        }
        try (ReceiptBook book = open()) {
            assertEquals(List.of("l1"), book.endedLinks(10), "no link outlives the process, but l2 has a receipt left");
        }
    }

    @Test
    void figuresOfASiteOutliveFolding() throws IOException {
        KeyId site = ticket("a").site();
        Duration twoDays = Duration.ofDays(2);
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, CLOCK, 1)) {
            add(book, "a", MIB);
            assertTrue(book.flush());
            book.unsettled(10);
            book.settled(List.of("a"));
            assertTrue(book.flush());
        }
        for (int run = 0; run < 2; run++) {
            try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, Clock.offset(CLOCK, twoDays), 1)) {
                add(book, "run-" + run, MIB);
                assertTrue(book.flush());
                assertEquals((2 + run) * MIB, book.totals().measured().bytes());
                assertEquals(Map.of(site, book.totals()), book.bySite());
            }
        }
    }

    @Test
    void listsEachReceiptWithWhatBecameOfItPageByPage() throws IOException {
        try (ReceiptBook book = open()) {
            for (int i = 0; i < 5; i++) {
                add(book, "r" + i, (1 + i) * MIB);
            }
            assertTrue(book.flush());
            book.unsettled(2);
            book.settled(List.of("r0"));
            book.refused("r1", ReceiptRefusal.LATE);
            assertTrue(book.flush());
            assertEquals(Map.of(ticket("r0").site(), 3L), book.waitingBySite());

            List<ReceiptBook.Listed> first = book.listed(Optional.empty(), 3);
            List<ReceiptBook.Listed> rest =
                    book.listed(Optional.of(first.getLast().place()), 3);
            assertEquals(
                    List.of("r0", "r1", "r2", "r3", "r4"),
                    Stream.concat(first.stream(), rest.stream())
                            .map(listed -> listed.entry().ticketId())
                            .toList());
            assertEquals(MIB, first.getFirst().settledBytes());
            assertEquals(Optional.of(ReceiptRefusal.LATE), first.get(1).refused());
            assertEquals(0, rest.getLast().settledBytes());
            Totals ofSite = book.bySite().get(ticket("r0").site());
            assertEquals(book.totals(), ofSite);
            assertEquals(sum(MIB), book.totals().settled());
            assertEquals(
                    Map.of(ReceiptRefusal.LATE, sum(2 * MIB)), book.totals().refused());
        }
    }

    @Test
    void aPlaceIsTheSameAsText() {
        var place = new ReceiptPlace(1_700_000_000_000L, "a/b");
        assertEquals(Optional.of(place), ReceiptPlace.parse(place.asText()));
        for (String none : List.of("", "x", "x/y", "/", "12")) {
            assertEquals(Optional.empty(), ReceiptPlace.parse(none), none);
        }
    }

    private static void addOn(ReceiptBook book, String link, String id, long bytes) {
        Ticket ticket = ticket(id, link);
        book.add(
                ticket.sign(SigningKey.generate()),
                ticket,
                "receipt-" + id,
                new Receipt(id, Math.ceilDiv(bytes, 256 * 1024), bytes));
    }

    @Test
    void keepsTheLatestReceiptOfEachTicketAcrossRestarts() throws IOException {
        try (ReceiptBook book = open()) {
            add(book, "a", MIB);
            add(book, "b", 3 * MIB);
            assertTrue(book.flush());
            add(book, "a", 2 * MIB);
            add(book, "a", MIB);
        }
        try (ReceiptBook book = open()) {
            List<ReceiptBook.Entry> entries = book.unsettled(16);
            assertEquals(
                    List.of("a", "b"),
                    entries.stream().map(ReceiptBook.Entry::ticketId).toList());
            assertEquals("receipt-a-" + 2 * MIB, entries.getFirst().receiptJws());
            assertEquals("ticket-a", entries.getFirst().ticketJws());
            assertEquals(sum(2 * MIB).plus(sum(3 * MIB)), book.totals().measured());
            assertEquals(1, book.unsettled(1).size());
        }
    }

    @Test
    void countsNothingBeforeItIsForced() throws IOException {
        try (ReceiptBook book = open()) {
            disk.fail(Operation.FORCE, Integer.MAX_VALUE);
            add(book, "a", MIB);
            assertEquals(Totals.NONE, book.totals());
            assertTrue(book.unsettled(16).isEmpty());
            disk.fail(Operation.FORCE, 0);
            assertTrue(book.flush());
            assertEquals(sum(MIB), book.totals().measured());
        }
        try (ReceiptBook book = open()) {
            assertEquals(sum(MIB), book.totals().measured());
        }
    }

    @Test
    void settlesOnlyWhatWasHandedOut() throws IOException {
        try (ReceiptBook book = open()) {
            add(book, "a", MIB);
            book.flush();
            assertEquals(1, book.unsettled(16).size());
            add(book, "a", 3 * MIB);
            book.flush();
            book.settled(List.of("a", "never heard of"));
            book.flush();
            assertEquals(sum(MIB), book.totals().settled());
            assertEquals(3 * MIB, book.unsettled(16).getFirst().bytes());
            book.settled(List.of("a"));
            book.flush();
            assertTrue(book.unsettled(16).isEmpty());
        }
        try (ReceiptBook book = open()) {
            assertEquals(sum(3 * MIB), book.totals().settled());
            assertTrue(book.unsettled(16).isEmpty());
        }
    }

    @Test
    void sumsWhatWasRefusedByReason() throws IOException {
        try (ReceiptBook book = open()) {
            add(book, "a", MIB);
            add(book, "b", 2 * MIB);
            book.flush();
            book.refused("b", ReceiptRefusal.LATE);
            book.flush();
            assertEquals(1, book.unsettled(16).size());
        }
        try (ReceiptBook book = open()) {
            assertEquals(
                    Map.of(ReceiptRefusal.LATE, sum(2 * MIB)), book.totals().refused());
            assertEquals(sum(3 * MIB).bytes(), book.totals().measured().bytes());
        }
    }

    @Test
    void takesReceiptsFromManyThreads() throws Exception {
        try (ReceiptBook book = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(IntStream.range(0, 200)
                    .<Callable<Boolean>>mapToObj(n -> () -> {
                        add(book, "t" + n % 50, MIB + n);
                        return book.flush();
                    })
                    .toList())) {
                assertTrue(each.get());
            }
            assertEquals(50, book.unsettled(100).size());
        }
        long expected = IntStream.range(150, 200).mapToLong(n -> MIB + n).sum();
        try (ReceiptBook book = open()) {
            assertEquals(expected, book.totals().measured().bytes());
        }
    }

    @Test
    void cutsATornEndAndGoesOn() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            var torn = new SimulatedDisk(seed);
            var random = new Random(seed);
            Map<String, Long> acknowledged = new HashMap<>();
            torn.cutPowerAt(3 + random.nextInt(40));
            fillUntilTheCut(torn, random, acknowledged);
            torn.restart();
            try (ReceiptBook book = ReceiptBook.open(FOLDER, torn, CLOCK, 2000)) {
                Map<String, Long> found = new HashMap<>();
                book.unsettled(1000).forEach(entry -> found.put(entry.ticketId(), entry.bytes()));
                int now = seed;
                acknowledged.forEach((id, bytes) ->
                        assertTrue(found.getOrDefault(id, 0L) >= bytes, () -> "seed " + now + " lost " + id));
                assertTrue(book.recovery().keptAside().isEmpty(), () -> "seed " + now + " took a torn end for damage");
            }
        }
    }

    private static void fillUntilTheCut(SimulatedDisk torn, Random random, Map<String, Long> acknowledged)
            throws IOException {
        try (ReceiptBook book = ReceiptBook.open(FOLDER, torn, CLOCK, 2000)) {
            for (long n = 1; n < 40; n++) {
                String id = "t" + random.nextInt(6);
                add(book, id, n * 1000);
                if (book.flush()) {
                    acknowledged.put(id, n * 1000);
                }
            }
        } catch (SimulatedDisk.PowerCut e) {
            assertEquals("power cut", e.getMessage());
        }
    }

    @Test
    void keepsADamagedJournalAsideAndCountsWhatComesBeforeAndBehind() throws IOException {
        long afterFirst;
        try (ReceiptBook book = open()) {
            add(book, "a", MIB);
            book.flush();
            afterFirst = disk.length(FILE);
            add(book, "b", MIB);
            book.flush();
            add(book, "c", MIB);
            book.flush();
        }
        disk.flip(FILE, (afterFirst + 100) * 8);
        try (ReceiptBook book = open()) {
            assertEquals(List.of("a", "c"), ids(book.unsettled(16)));
            assertEquals(sum(MIB), book.recovery().lost());
            assertEquals(sum(MIB), book.lost());
            assertTrue(book.recovery().keptAside().isPresent());
            assertTrue(disk.length(book.recovery().keptAside().get()) > afterFirst);
            add(book, "d", MIB);
            book.flush();
        }
        try (ReceiptBook book = open()) {
            assertFalse(book.recovery().keptAside().isPresent());
            assertEquals(3 * MIB, book.totals().measured().bytes());
            assertEquals(sum(MIB), book.lost());
        }
    }

    private static List<String> ids(List<ReceiptBook.Entry> entries) {
        return entries.stream().map(ReceiptBook.Entry::ticketId).toList();
    }

    @Test
    void givesNoReceiptAwayBeforeTheNetworkHasShownThatItIsPaid() throws IOException {
        Clock tomorrow = Clock.offset(CLOCK, Duration.ofDays(2));
        for (boolean shown : List.of(false, true)) {
            var each = new SimulatedDisk(2);
            try (ReceiptBook book = ReceiptBook.open(FOLDER, each, CLOCK, 1)) {
                add(book, "a", MIB);
                // Less than a microcredit: no entry is posted, so none can be shown.
                add(book, "free", 900);
                book.flush();
                book.unsettled(16);
                book.settled(List.of("a", "free"));
                book.flush();
                List<ReceiptBook.Posted> posted = book.unproven(tomorrow.millis(), 16);
                assertEquals(
                        List.of(new ReceiptBook.Posted(
                                "a",
                                MIB,
                                sum(MIB).microcredits(),
                                posted.getFirst().at())),
                        posted);
                assertEquals(List.of(), book.unproven(CLOCK.millis(), 16), "too new");
                book.proven(shown ? posted : List.of());
                assertTrue(book.flush());
                assertEquals(shown, book.unproven(tomorrow.millis(), 16).isEmpty());
            }
            try (ReceiptBook book = ReceiptBook.open(FOLDER, each, tomorrow, 1)) {
                for (int n = 1; n <= 16; n++) {
                    add(book, "b", n * MIB / 16);
                    book.flush();
                }
                List<String> left = book.listed(Optional.empty(), 16).stream()
                        .map(listed -> listed.entry().ticketId())
                        .toList();
                assertEquals(shown ? List.of("b") : List.of("a", "b"), left);
                assertEquals(2 * MIB + 900, book.totals().measured().bytes());
            }
        }
    }

    @Test
    void staysShortAndKeepsItsTotals() throws IOException {
        Clock tomorrow = Clock.offset(CLOCK, Duration.ofDays(2));
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, CLOCK, 1000)) {
            for (int n = 0; n < 50; n++) {
                add(book, "t" + n, MIB);
                book.flush();
                book.unsettled(1);
                book.settled(List.of("t" + n));
                book.flush();
                book.proven(book.unproven(tomorrow.millis(), 1));
                book.flush();
            }
        }
        long before = disk.length(FILE);
        Totals expected = new Totals(
                new Sum(51 * MIB, 51 * sum(MIB).microcredits()),
                new Sum(50 * MIB, 50 * sum(MIB).microcredits()),
                Map.of());
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, tomorrow, 100)) {
            for (long bytes = 1000; bytes < MIB; bytes += 3000) {
                add(book, "late", bytes);
                book.flush();
            }
            add(book, "late", MIB);
            book.flush();
            assertEquals(expected, book.totals());
        }
        assertTrue(disk.length(FILE) < before / 2, disk.length(FILE) + " of " + before);
        try (ReceiptBook book = open()) {
            assertEquals(expected, book.totals());
            assertEquals(1, book.unsettled(16).size());
        }
    }

    @Test
    void worksOnARealDisk(@TempDir Path folder) throws IOException {
        try (ReceiptBook book = ReceiptBook.open(folder.resolve("state"), new NioDisk(), CLOCK, 1000)) {
            for (int n = 1; n < 20; n++) {
                add(book, "a", n * MIB);
                book.flush();
            }
        }
        try (ReceiptBook book = ReceiptBook.open(folder.resolve("state"), new NioDisk(), CLOCK)) {
            assertEquals(sum(19 * MIB), book.totals().measured());
        }
    }
}
