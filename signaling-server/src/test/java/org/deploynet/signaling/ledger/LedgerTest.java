package org.deploynet.signaling.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.signaling.ManualClock;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final int OPERATIONS = 20_000;

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final SigningKey network = SigningKey.generate();
    private final SigningKey session = SigningKey.generate();
    private final KeyId site = SigningKey.generate().id();
    private final KeyId peer = SigningKey.generate().id();
    private final Ledger ledger = new Ledger(clock);

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private Budgets budgets;

    @SuppressWarnings("NullAway.Init")
    private TicketOffice office;

    @SuppressWarnings("NullAway.Init")
    private Settlement settlement;

    @BeforeEach
    void open() throws SQLException {
        database = Database.open(folder.resolve("ledger.db"));
        budgets = new Budgets(database, ledger);
        office = new TicketOffice(network, budgets, clock);
        settlement = new Settlement(database, ledger, budgets, clock, Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void twentyThousandRandomOperationsKeepTheSumAtZeroAndEveryPaymentCovered() {
        var random = new Random(42);
        var reference = new long[2]; // earned, granted
        List<Open> open = new ArrayList<>();
        database.call(connection -> {
            for (int i = 0; i < OPERATIONS; i++) {
                step(connection, random, open, reference);
            }
            return OPERATIONS;
        });
        long entries = database.call(ledger::verify);
        assertTrue(entries > OPERATIONS / 2, "only " + entries + " entries: the walk did little");
        assertEquals(
                reference[0],
                settlement.balance(peer).pending() + settlement.balance(peer).available());
        long fee = database.call(connection -> ledger.balance(connection, Account.FEE));
        var budget = budgets.of(site);
        assertEquals(reference[1], reference[0] + fee + budget.granted() + budget.budget() + budget.reserved());
    }

    /** A ticket that is out, and what its last receipt said. */
    private record Open(Ticket ticket, long bytes) {}

    private void step(java.sql.Connection connection, Random random, List<Open> open, long[] reference)
            throws SQLException {
        switch (random.nextInt(10)) {
            case 0 -> {
                long amount = 1L + random.nextInt(2_000_000);
                reference[1] += amount;
                ledger.post(
                        connection,
                        Entry.of(
                                "grant",
                                "test",
                                Entry.posting(Account.ISSUE, -amount),
                                Entry.posting(
                                        random.nextBoolean() ? Account.granted(site) : Account.budget(site), amount)));
            }
            case 1, 2, 3 -> {
                Ticket ticket = ticket(random, open.size());
                if (budgets.reserve(connection, ticket, Settlement.FEE_PERCENT)) {
                    open.add(new Open(ticket, 0));
                }
            }
            case 4 -> {
                clock.advance(Duration.ofMinutes(random.nextInt(60)));
                budgets.releaseDue(connection, clock.millis());
                settlement.mature(connection, clock.millis());
            }
            default -> {
                if (!open.isEmpty()) {
                    settle(connection, random, open, reference);
                }
            }
        }
    }

    private void settle(java.sql.Connection connection, Random random, List<Open> open, long[] reference)
            throws SQLException {
        int index = random.nextInt(open.size());
        Open at = open.get(index);
        // A quarter repeat or go back, and some claim too much.
        long bytes = at.bytes()
                + (long) ((random.nextDouble() * 1.2 - 0.2) * at.ticket().maxBytes());
        Receipt receipt =
                new Receipt(at.ticket().id(), Math.ceilDiv(Math.max(0, bytes), 256 * 1024), Math.max(0, bytes));
        if (settlement.post(connection, peer, receipt).isEmpty()) {
            reference[0] += Price.earned(receipt.bytes(), at.ticket().price())
                    - Price.earned(at.bytes(), at.ticket().price());
            open.set(index, new Open(at.ticket(), receipt.bytes()));
        }
    }

    private Ticket ticket(Random random, int number) {
        long now = clock.millis();
        return new Ticket(
                "ticket-" + number + "-" + random.nextLong(),
                network.id(),
                "link",
                site,
                peer,
                "sha-256 AA",
                "sha-256 BB",
                session.publicKey(),
                1L + random.nextInt(256 * 1024 * 1024),
                random.nextInt(5) == 0 ? 0 : random.nextInt(3_000_000),
                now,
                now + Ticket.LIFETIME.toMillis());
    }

    @Test
    void entryThatDoesNotSumToZeroOrTakesMoreThanThereIsLeavesNoTrace() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Entry.of("bad", "x", Entry.posting(Account.FEE, 1), Entry.posting(Account.ISSUE, -2)));
        budgets.grant(site, 1);
        Entry tooMuch = Entry.of(
                "bad", "x", Entry.posting(Account.granted(site), -1_000_001), Entry.posting(Account.FEE, 1_000_001));
        assertThrows(Ledger.Broken.class, () -> database.call(connection -> ledger.post(connection, tooMuch)));
        assertEquals(1, database.call(ledger::verify));
        assertEquals(1_000_000, budgets.of(site).granted());
    }

    @Test
    void oneFailedJobTakesNothingFromTheOthersOfItsBatch() {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            boolean fails = i % 2 == 0;
            all.add(Thread.startVirtualThread(() -> {
                try {
                    database.call(connection -> {
                        long sequence = ledger.post(
                                connection,
                                Entry.of(
                                        "grant",
                                        "x",
                                        Entry.posting(Account.ISSUE, -1),
                                        Entry.posting(Account.granted(site), 1)));
                        if (fails) {
                            throw new SQLException("planted");
                        }
                        return sequence;
                    });
                } catch (IllegalStateException planted) {
                    assertTrue(fails);
                }
            }));
        }
        for (Thread each : all) {
            try {
                each.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        assertEquals(32, budgets.of(site).granted());
        assertEquals(32, database.call(ledger::verify));
    }

    @Test
    void entriesCanNeitherBeChangedNorTakenOut() {
        budgets.grant(site, 1);
        assertThrows(
                IllegalStateException.class,
                () -> database.call(connection -> Sql.change(connection, "UPDATE entry SET kind = 'gift'")));
        assertThrows(
                IllegalStateException.class,
                () -> database.call(connection -> Sql.change(connection, "DELETE FROM entry")));
    }

    @Test
    void chainTellsOfAnEntryThatWasForgedBehindTheProgramsBack() {
        budgets.grant(site, 1);
        budgets.grant(site, 2);
        budgets.grant(site, 3);
        database.call(connection -> {
            Sql.run(connection, "DROP TRIGGER entry_stays");
            return Sql.change(
                    connection,
                    "UPDATE entry SET postings = replace(postings, '2000000', '2000001') WHERE sequence = 2");
        });
        var broken = assertThrows(Ledger.Broken.class, () -> database.call(ledger::verify));
        assertTrue(String.valueOf(broken.getMessage()).contains("entry 2"));
    }

    @Test
    void forgedEntryWithARightHashOfItsOwnBreaksTheOneAfterIt() throws Exception {
        budgets.grant(site, 1);
        budgets.grant(site, 2);
        String forged = "network:issue=-9 site:granted/" + site + "=9";
        String text = "1\n" + clock.millis() + "\ngrant\nforged\n" + forged;
        var sha256 = java.security.MessageDigest.getInstance("SHA-256");
        sha256.update(new byte[32]);
        byte[] hash = sha256.digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        database.call(connection -> {
            Sql.run(connection, "DROP TRIGGER entry_stays");
            return Sql.change(
                    connection,
                    "UPDATE entry SET reference = 'forged', postings = ?, hash = ? WHERE sequence = 1",
                    forged,
                    hash);
        });
        var broken = assertThrows(Ledger.Broken.class, () -> database.call(ledger::verify));
        assertTrue(String.valueOf(broken.getMessage()).contains("entry 2"), broken.getMessage());
    }

    @Test
    void balanceThatWasMadeUpIsNoticed() {
        budgets.grant(site, 1);
        database.call(connection -> Sql.change(
                connection,
                "UPDATE account SET balance = balance + CASE name WHEN 'network:issue' THEN -5 ELSE 5 END"));
        assertThrows(Ledger.Broken.class, () -> database.call(ledger::verify));
    }

    @Test
    void ticketIsIssuedOnlyIfTheBudgetCoversItsWorstCase() {
        budgets.grant(site, 1);
        var request = new TicketOffice.Request(
                "l", site, peer, "sha-256 AA", "sha-256 BB", session.publicKey(), 900_000_000, Price.DEFAULT);
        assertTrue(office.issue(request).isPresent());
        assertTrue(office.issue(request).isEmpty());
        assertEquals(990_002, budgets.of(site).reserved());
        assertTrue(office.issue(request.ofBytes(9_000_000)).isPresent());
    }
}
