package org.deploynet.engine.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer.Inclusion;
import org.deploynet.protocol.signaling.FromSuperPeer.Statement;
import org.deploynet.protocol.signaling.FromSuperPeer.Transfer;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;
import org.deploynet.protocol.signaling.ToSuperPeer.Included;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.protocol.signaling.ToSuperPeer.Stated;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.signaling.ledger.Account;
import org.deploynet.signaling.ledger.AccountStatements;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.ledger.Checkpoints;
import org.deploynet.signaling.ledger.Ledger;
import org.deploynet.signaling.ledger.Settlement;
import org.deploynet.signaling.ledger.TicketOffice;
import org.deploynet.signaling.ledger.TicketOffice.Issued;
import org.deploynet.signaling.ledger.Transfers;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/** The network's side of the credits: its real ledger in its real database, without the sockets. For one thread. */
public final class NetworkBank implements AutoCloseable {
    /** A ticket as the server has it. */
    public record Posted(long bytes, long price, long earned, long fee, boolean released) {}

    private final Path file;
    private final Clock clock;
    private final SigningKey network;
    private Database database;
    private Ledger ledger;
    private Budgets budgets;
    private TicketOffice office;
    private Settlement settlement;
    private long refs;

    public NetworkBank(Path file, Clock clock, SigningKey network) throws SQLException {
        this.file = file;
        this.clock = clock;
        this.network = network;
        this.database = Database.open(file);
        this.ledger = new Ledger(clock);
        this.budgets = new Budgets(database, ledger);
        this.office = new TicketOffice(network, budgets, clock);
        this.settlement = new Settlement(database, ledger, budgets, clock, Duration.ofDays(3));
    }

    public void restart() throws SQLException {
        database.close();
        open();
    }

    /** Everything as it is now, in another file. */
    public void backUp(Path to) throws SQLException, IOException {
        database.close();
        Files.copy(file, to);
        open();
    }

    /** Everything as it was when it was backed up: what came later never was. */
    public void putBack(Path from) throws SQLException, IOException {
        database.close();
        for (String part : List.of("-wal", "-shm", "-journal")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + part));
        }
        Files.copy(from, file, StandardCopyOption.REPLACE_EXISTING);
        open();
    }

    private void open() throws SQLException {
        database = Database.open(file);
        ledger = new Ledger(clock);
        budgets = new Budgets(database, ledger);
        office = new TicketOffice(network, budgets, clock);
        settlement = new Settlement(database, ledger, budgets, clock, Duration.ofDays(3));
    }

    public void grant(KeyId site, long credits) {
        budgets.grant(site, credits);
    }

    /** Puts available credits of {@code peer} into a budget; {@code known} are the sites that are registered. */
    public Transfers.Outcome transfer(KeyId peer, Transfer wish, List<KeyId> known) {
        return new Transfers(database, ledger, known::contains).transfer(peer, wish);
    }

    /** All whose time is over become available. */
    public void mature() {
        while (settlement.mature(clock.millis()) > 0) {
            // A batch at a time.
        }
    }

    /** Fails unless the chain and all balances hold and sum to nothing. */
    public void verify() {
        database.call(ledger::verify);
    }

    /** What was ever put into budgets by {@code peer}. */
    public long transferred(KeyId peer) {
        return database.call(connection ->
                Sql.number(connection, "SELECT coalesce(sum(amount), 0) FROM transfer WHERE peer = ?", peer.hex()));
    }

    public Optional<Issued> issue(TicketOffice.Request request) {
        return office.issue(request);
    }

    public Settled settle(KeyId peer, List<String> receipts, List<String> ended) {
        Settled settled = settlement.settle(peer, ++refs, receipts);
        budgets.linksEnded(peer, ended);
        return settled;
    }

    public void releaseDue() {
        while (budgets.releaseDue(clock.millis()) > 0) {
            // A batch at a time.
        }
    }

    /** Only time in which the server ran counts against a super-peer. */
    public void wasDown(Duration downtime) {
        budgets.prolong(downtime);
    }

    public Balance balance(KeyId peer) {
        return settlement.balance(peer);
    }

    public Stated answer(KeyId peer, Statement question) {
        return new Stated(question.ref(), new AccountStatements(database).of(peer, question.after()));
    }

    public Included answer(Inclusion question) {
        return new Included(
                question.ref(),
                question.size(),
                checkpoints()
                        .paid(question.tickets(), question.after(), question.size())
                        .orElseThrow());
    }

    /** Signed now, if the last one is a minute old. */
    public Checkpoint checkpoint() throws ProtocolException {
        return Checkpoint.verify(checkpoints().latest(), network.publicKey());
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(database, ledger, network, clock);
    }

    public Map<String, Posted> tickets() {
        return database.call(connection -> {
            var all = new HashMap<String, Posted>();
            Sql.each(
                    connection,
                    "SELECT id, bytes, price, earned, fee, released FROM ticket",
                    row -> all.put(
                            row.getString(1),
                            new Posted(
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getBoolean(6))));
            return all;
        });
    }

    /** The whole chain, all sums and balances; fails unless they hold and {@code peer} has what its tickets earned. */
    void check(KeyId peer, KeyId site, long grantedCredits) {
        database.call(ledger::verify);
        Map<String, Posted> tickets = tickets();
        long earned = tickets.values().stream()
                .mapToLong(ticket -> Price.earned(ticket.bytes(), ticket.price()))
                .sum();
        long fee = tickets.values().stream()
                .mapToLong(ticket -> Price.fee(Price.earned(ticket.bytes(), ticket.price()), Settlement.FEE_PERCENT))
                .sum();
        var balance = settlement.balance(peer);
        var budget = budgets.of(site);
        equal("credits of the super-peer", earned, balance.pending() + balance.available());
        equal("the network's fee", fee, feeBalance());
        equal(
                "credits of the site",
                grantedCredits * Price.MICROCREDITS_PER_CREDIT - earned - fee,
                budget.granted() + budget.budget() + budget.reserved());
    }

    private long feeBalance() {
        return database.call(
                connection -> Sql.number(connection, "SELECT balance FROM account WHERE name = ?", Account.FEE.name()));
    }

    long reserved(KeyId site) {
        return budgets.of(site).reserved();
    }

    private static void equal(String what, long expected, long found) {
        if (expected != found) {
            throw new AssertionError(what + ": " + found + ", not " + expected);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
