package org.deploynet.signaling.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer.Transfer;
import org.deploynet.protocol.transparency.ConsistencyProof;
import org.deploynet.protocol.transparency.MerkleTree;
import org.deploynet.protocol.transparency.TreeHash;
import org.deploynet.signaling.ManualClock;
import org.deploynet.signaling.api.ClawbackReason;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * One history of random operations, carried out by the ledger and by {@link LedgerModel}. After each of them every balance is
 * compared, the sum is zero, and the chain's new entries are read again. The same seed walks the same way. One thread.
 */
final class LedgerWalk implements AutoCloseable {
    private static final int UNTIL_RESTART = 1_000;
    private static final Duration PENDING = Duration.ofHours(2);
    private static final List<KeyId> SITES = List.of(key('a'), key('b'), key('c'));
    private static final List<KeyId> PEERS = List.of(key('1'), key('2'), key('3'));
    private static final KeyId NETWORK = key('f');
    // Receipts are posted after their signature was checked; who signs is another test's business.
    private static final PublicKeyJwk SESSION = SigningKey.generate().publicKey();

    private final Path file;
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock);
    private final LedgerModel model = new LedgerModel();
    private final List<Ticket> issued = new ArrayList<>();
    private final List<Moved> moved = new ArrayList<>();
    private final List<Transferred> transferred = new ArrayList<>();
    private Database database;
    private Budgets budgets;
    private Settlement settlement;
    private Corrections corrections;
    private Transfers transfers;
    private Ledger.Audit audit = new Ledger.Audit();
    private long size;
    private TreeHash root = MerkleTree.EMPTY;
    private String last = "";

    /** A grant or a transfer that was not undone yet. */
    private record Moved(long entry, List<LedgerModel.Move> moves) {}

    private record Transferred(KeyId peer, Transfer wish) {}

    LedgerWalk(Path file, long seed) throws SQLException {
        this.file = file;
        this.random = new Random(seed);
        database = Database.open(file);
        budgets = new Budgets(database, ledger);
        settlement = new Settlement(database, ledger, budgets, clock, PENDING);
        corrections = new Corrections(database, ledger, settlement);
        transfers = new Transfers(database, ledger, _ -> true);
    }

    /** Walks on; throws {@link IllegalStateException} with what differs and after what. */
    void walk(int operations) throws SQLException {
        for (int left = operations; left > 0; left -= UNTIL_RESTART) {
            int now = Math.min(left, UNTIL_RESTART);
            database.call(connection -> {
                for (int i = 0; i < now; i++) {
                    step(connection);
                    check(connection);
                }
                return now;
            });
            restart();
        }
    }

    // One transaction of many operations would hide what is not written down: all of it is read anew after each
    // restart.
    private void restart() throws SQLException {
        database.close();
        database = Database.open(file);
        budgets = new Budgets(database, ledger);
        settlement = new Settlement(database, ledger, budgets, clock, PENDING);
        corrections = new Corrections(database, ledger, settlement);
        transfers = new Transfers(database, ledger, _ -> true);
        audit = new Ledger.Audit();
        Duration down = Duration.ofMinutes(random.nextInt(300));
        clock.advance(down);
        budgets.prolong(down);
        model.prolong(down.toMillis());
        last = "restart";
        database.call(connection -> {
            check(connection);
            checkHistory(connection);
            return 0;
        });
    }

    // What was true of the ledger at the last restart is still its beginning.
    private void checkHistory(Connection connection) throws SQLException {
        require(audit.next(connection, Integer.MAX_VALUE), "the chain was not read to its end");
        var tree = new LedgerTree(connection);
        long now = ledger.size(connection);
        var proof = new ConsistencyProof(size, now, MerkleTree.consistency(tree, size, now));
        require(proof.proves(root, tree.root(now)), "the ledger of " + now + " does not begin with that of " + size);
        size = now;
        root = tree.root(now);
    }

    private void check(Connection connection) throws SQLException {
        Map<String, Long> stored = new TreeMap<>();
        long[] sum = new long[1];
        Sql.each(connection, "SELECT name, balance FROM account WHERE balance <> 0", row -> {
            stored.put(row.getString(1), row.getLong(2));
            sum[0] += row.getLong(2);
        });
        require(sum[0] == 0, "all accounts sum to " + sum[0]);
        stored.forEach(
                (name, balance) -> require(balance >= 0 || name.equals("network:issue"), name + " is at " + balance));
        require(stored.equals(model.balances()), "the ledger has " + stored + ", the model " + model.balances());
        require(audit.read(connection, Integer.MAX_VALUE), "the chain was not read to its end");
    }

    private void require(boolean claim, String otherwise) {
        if (!claim) {
            throw new IllegalStateException("after " + last + ": " + otherwise);
        }
    }

    private void step(Connection connection) throws SQLException {
        int dice = random.nextInt(100);
        if (dice < 4) {
            grant(connection);
        } else if (dice < 30) {
            issue(connection);
        } else if (dice < 78) {
            settle(connection);
        } else if (dice < 81) {
            clawback(connection);
        } else if (dice < 84) {
            transfer(connection);
        } else if (dice < 85) {
            undo(connection);
        } else if (dice < 90) {
            release(connection);
        } else if (dice < 95) {
            linkEnded(connection);
        } else {
            keepHouse(connection);
        }
    }

    private void grant(Connection connection) throws SQLException {
        KeyId site = any(SITES);
        long credits = 1L + random.nextInt(3);
        last = "a grant of " + credits + " to " + site;
        long entry = budgets.grant(connection, site, credits);
        model.grant(site.hex(), credits * 1_000_000);
        var move = new LedgerModel.Move(
                credits * 1_000_000, "network:issue", Account.granted(site).name());
        moved.add(new Moved(entry, List.of(move)));
    }

    private void issue(Connection connection) throws SQLException {
        long now = clock.millis();
        var ticket = new Ticket(
                "ticket-" + issued.size(),
                NETWORK,
                "link-" + random.nextInt(issued.size() / 2 + 1),
                any(SITES),
                any(PEERS),
                "sha-256 AA",
                "sha-256 BB",
                SESSION,
                1L + random.nextInt(256 * 1024 * 1024),
                random.nextInt(6) == 0 ? 0 : random.nextInt(4 * (int) Price.DEFAULT),
                now,
                now + Ticket.LIFETIME.toMillis());
        last = "a wish for " + ticket;
        boolean covered = budgets.reserve(connection, ticket, Settlement.FEE_PERCENT);
        var told = new LedgerModel.Ticket(
                ticket.site().hex(),
                ticket.peer().hex(),
                ticket.maxBytes(),
                ticket.price(),
                ticket.expires() + LedgerModel.RECEIPTABLE_MS);
        require(covered == model.issue(ticket.id(), told), "issued: " + covered);
        if (covered) {
            issued.add(ticket);
        }
    }

    private void settle(Connection connection) throws SQLException {
        if (issued.isEmpty()) {
            return;
        }
        Ticket ticket = recent();
        KeyId peer = random.nextInt(10) == 0 ? any(PEERS) : ticket.peer();
        long before = model.ticket(ticket.id()).bytes;
        long bytes = switch (random.nextInt(8)) {
            case 0 -> before;
            case 1 -> before - before / (2 + random.nextInt(5));
            case 2 -> ticket.maxBytes() + 1 + random.nextInt(1_000_000);
            case 3 -> ticket.maxBytes();
            default -> before + (long) (random.nextDouble() * (ticket.maxBytes() - before));
        };
        last = "a receipt of " + peer + " for " + bytes + " bytes under " + ticket;
        var receipt = new Receipt(ticket.id(), Math.ceilDiv(bytes, Pieces.PIECE_BYTES), bytes);
        String answer =
                settlement.post(connection, peer, receipt).map(Enum::name).orElse("ok");
        String expected = model.settle(ticket.id(), peer.hex(), bytes, clock.millis() + PENDING.toMillis());
        require(answer.equals(expected), "the ledger says " + answer + ", the model " + expected);
    }

    private void clawback(Connection connection) throws SQLException {
        KeyId peer = any(PEERS);
        KeyId site = any(SITES);
        Optional<String> ticket =
                issued.isEmpty() || random.nextInt(5) == 0 ? Optional.empty() : Optional.of(recent().id());
        last = "a clawback of what " + peer + " earned with " + site + " " + ticket;
        long taken = 0;
        Corrections.Taken batch;
        do {
            batch = corrections.clawback(connection, peer, site, ticket, ClawbackReason.COLLUSION);
            taken += batch.microcredits();
        } while (batch.receipts() > 0);
        require(taken == model.clawback(peer.hex(), site.hex(), ticket.orElse("")), "taken back: " + taken);
    }

    private void transfer(Connection connection) throws SQLException {
        if (!transferred.isEmpty() && random.nextInt(3) == 0) {
            Transferred again = any(transferred);
            last = "the same again: " + again;
            require(transfers.transfer(connection, again.peer(), again.wish()) == Transfers.Outcome.DONE, "not taken");
            return;
        }
        KeyId peer = any(PEERS);
        long available = ledger.balance(connection, Account.available(peer))
                + ledger.balance(connection, Account.availableGranted(peer));
        long most = 1 + available + available / 4;
        var wish = new Transfer(1, "t" + transferred.size(), any(SITES), 1 + random.nextLong(most));
        last = wish + " of " + peer + ", who has " + available;
        Transfers.Outcome outcome = transfers.transfer(connection, peer, wish);
        List<LedgerModel.Move> moves = model.transfer(peer.hex(), wish.site().hex(), wish.microcredits());
        boolean done = !moves.isEmpty();
        require(outcome == (done ? Transfers.Outcome.DONE : Transfers.Outcome.NOT_ENOUGH), "it is " + outcome);
        if (done) {
            transferred.add(new Transferred(peer, wish));
            long entry = Sql.number(connection, "SELECT max(sequence) FROM entry");
            moved.add(new Moved(entry, moves));
        }
    }

    private void undo(Connection connection) throws SQLException {
        if (moved.isEmpty()) {
            return;
        }
        Moved wrong = any(moved);
        last = "undoing " + wrong;
        Corrections.Outcome outcome = corrections.undo(connection, wrong.entry());
        boolean done = model.moveIfThere(
                wrong.moves().stream().map(LedgerModel.Move::back).toList());
        require(outcome == (done ? Corrections.Outcome.DONE : Corrections.Outcome.SPENT), "it is " + outcome);
        if (done) {
            moved.remove(wrong);
            require(corrections.undo(connection, wrong.entry()) == Corrections.Outcome.DONE_BEFORE, "undone twice");
        }
    }

    private void release(Connection connection) throws SQLException {
        if (!issued.isEmpty()) {
            Ticket ticket = recent();
            last = "the release of " + ticket;
            budgets.release(connection, ticket.id());
            model.end(model.ticket(ticket.id()));
        }
    }

    private void linkEnded(Connection connection) throws SQLException {
        if (!issued.isEmpty()) {
            String link = recent().link();
            KeyId peer = any(PEERS);
            last = "the end of " + link + " by " + peer;
            budgets.linksEnded(connection, peer, List.of(link));
            issued.stream()
                    .filter(ticket ->
                            ticket.link().equals(link) && ticket.peer().equals(peer))
                    .forEach(ticket -> model.end(model.ticket(ticket.id())));
        }
    }

    private void keepHouse(Connection connection) throws SQLException {
        clock.advance(Duration.ofMinutes(random.nextInt(240)));
        last = "housekeeping at " + clock.instant();
        while (budgets.releaseDue(connection, clock.millis()) > 0
                || settlement.mature(connection, clock.millis()) > 0) {
            // A batch; the next one follows.
        }
        model.keepHouse(clock.millis());
    }

    // Mostly of those that are still worth something.
    private Ticket recent() {
        int back = random.nextInt(5) == 0 ? issued.size() : Math.min(issued.size(), 40);
        return issued.get(issued.size() - 1 - random.nextInt(back));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static KeyId key(char digit) {
        return new KeyId(String.valueOf(digit).repeat(40));
    }

    @Override
    public void close() {
        database.close();
    }
}
