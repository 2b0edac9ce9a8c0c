package org.deploynet.signaling.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.LedgerEntry;
import org.deploynet.protocol.transparency.TreeHash;
import org.deploynet.signaling.ManualClock;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
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

    @BeforeEach
    void open() throws SQLException {
        database = Database.open(folder.resolve("ledger.db"));
        budgets = new Budgets(database, ledger);
        office = new TicketOffice(network, budgets, clock);
    }

    @AfterEach
    void close() {
        database.close();
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
        byte[] hash = new LedgerEntry(1, clock.millis(), "grant", "forged", forged)
                .chained(Checkpoint.BEGINNING)
                .bytes();
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
    void treeThatIsNotThatOfTheEntriesIsNoticed() {
        budgets.grant(site, 1);
        budgets.grant(site, 2);
        database.call(connection -> {
            Sql.run(connection, "DROP TRIGGER tree_stays");
            return Sql.change(connection, "UPDATE tree SET hash = zeroblob(32) WHERE level = 1");
        });
        assertThrows(Ledger.Broken.class, () -> database.call(ledger::verify));
    }

    @Test
    void ledgerThatBeganWithoutATreeGetsTheSame() {
        for (int i = 1; i <= 13; i++) {
            budgets.grant(site, i);
        }
        TreeHash root = database.call(connection -> new LedgerTree(connection).root(13));
        database.call(connection -> {
            Sql.run(connection, "DROP TRIGGER tree_remains");
            return Sql.change(connection, "DELETE FROM tree");
        });
        assertEquals(5, (int) database.call(connection -> ledger.growTree(connection, 5)));
        assertEquals(8, (int) database.call(connection -> ledger.growTree(connection, 50)));
        assertEquals(0, (int) database.call(connection -> ledger.growTree(connection, 50)));
        assertEquals(root, database.call(connection -> new LedgerTree(connection).root(13)));
        assertEquals(13, database.call(ledger::verify));
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
