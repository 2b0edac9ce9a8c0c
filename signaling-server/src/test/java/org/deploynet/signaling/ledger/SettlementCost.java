package org.deploynet.signaling.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.FastSignatures;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.signaling.storage.Database;

/**
 * How many receipts a core settles: {@code ./deploynet ledger-proof --settle [RECEIPTS]}, 50,000 where none are named. Each pays
 * for a ticket of its own, in the batches in which super-peers hand them in, into a database on disk whose commits are forced.
 * Time of the process's threads is counted, so that a wait for the disk is not called work, nor work of two cores that of one.
 */
final class SettlementCost {
    private static final int SITES = 10;
    private static final int PEERS = 50;
    private static final int SESSIONS = 100;
    private static final int ROUNDS = 5;
    /** In one message, at most (docs/protocol.md). */
    private static final int AT_ONCE = 16;

    private static final long PIECE = 16_384;

    private final SigningKey network = SigningKey.generate();
    private final List<KeyId> sites = keys(SITES).stream().map(SigningKey::id).toList();
    private final List<KeyId> peers = keys(PEERS).stream().map(SigningKey::id).toList();
    private final List<SigningKey> sessions = keys(SESSIONS);

    /** Tickets of one super-peer, with their receipts. */
    private record Lot(KeyId peer, List<String> receipts) {}

    static void run(int receipts) throws IOException, SQLException, InterruptedException {
        Path folder = Files.createTempDirectory("settlement-cost");
        FastSignatures.use();
        try (Database database = Database.open(folder.resolve("ledger.db"))) {
            new SettlementCost().measure(database, receipts);
        } finally {
            LedgerProof.delete(folder);
        }
    }

    private void measure(Database database, int receipts) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        var ledger = new Ledger(clock);
        var budgets = new Budgets(database, ledger);
        var settlement = new Settlement(database, ledger, budgets, clock, Duration.ofDays(3));
        sites.forEach(site -> budgets.grant(site, 1_000_000));
        System.out.println(
                "  receipts   seconds   µs of a core each   a second and core   of them signatures alone: a second and core");
        int each = receipts / ROUNDS;
        for (int round = 0; round < ROUNDS; round++) {
            List<Lot> lots = lots(database, budgets, clock, each);
            long signatures = signaturesAlone(lots);
            long cpu = cpuNanos();
            long start = System.nanoTime();
            settle(settlement, lots);
            double seconds = (System.nanoTime() - start) / 1e9;
            double micros = (cpuNanos() - cpu) / 1e3 / each;
            System.out.printf(
                    Locale.ROOT,
                    "%,10d   %7.2f   %17.0f   %,17.0f   %,d%n",
                    each,
                    seconds,
                    micros,
                    1e6 / micros,
                    signatures);
        }
        database.call(ledger::verify);
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private void settle(Settlement settlement, List<Lot> lots) throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        for (Lot lot : lots) {
            callers.add(Thread.startVirtualThread(() -> {
                Settled settled = settlement.settle(lot.peer(), 1, lot.receipts());
                if (!settled.refused().isEmpty()) {
                    throw new IllegalStateException("refused: " + settled.refused());
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
    }

    private long signaturesAlone(List<Lot> lots) {
        long start = System.nanoTime();
        long count = 0;
        for (Lot lot : lots) {
            for (String receipt : lot.receipts()) {
                try {
                    Receipt.verify(
                            receipt, session(Receipt.claimed(receipt).ticket()).publicKey());
                } catch (ProtocolException e) {
                    throw new IllegalStateException(e);
                }
                count++;
                if (count == 2_000) {
                    return count * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
                }
            }
        }
        return count * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
    }

    private SigningKey session(String ticket) {
        return sessions.get(Math.floorMod(ticket.hashCode(), SESSIONS));
    }

    private List<Lot> lots(Database database, Budgets budgets, Clock clock, int receipts) {
        List<Lot> lots = new ArrayList<>();
        for (int made = 0; made < receipts; made += AT_ONCE) {
            KeyId peer = peers.get(lots.size() % PEERS);
            int from = made;
            List<String> signed = new ArrayList<>();
            int here = Math.min(AT_ONCE, receipts - made);
            database.call(connection -> {
                for (int i = 0; i < here; i++) {
                    String id = Long.toString(System.nanoTime(), Character.MAX_RADIX) + "-" + (from + i);
                    budgets.reserve(connection, ticket(id, peer, sites.get(i % SITES), clock), Settlement.FEE_PERCENT);
                    signed.add(new Receipt(id, 64, 64 * PIECE).sign(session(id)));
                }
                return here;
            });
            lots.add(new Lot(peer, signed));
        }
        return lots;
    }

    private Ticket ticket(String id, KeyId peer, KeyId site, Clock clock) {
        long now = clock.millis();
        return new Ticket(
                id,
                network.id(),
                "link-" + id,
                site,
                peer,
                "sha-256 AA",
                "sha-256 BB",
                session(id).publicKey(),
                16 << 20,
                Price.DEFAULT,
                now,
                now + Ticket.LIFETIME.toMillis());
    }

    private static List<SigningKey> keys(int count) {
        List<SigningKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(SigningKey.generate());
        }
        return keys;
    }
}
