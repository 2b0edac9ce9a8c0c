package org.deploynet.signaling.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.signaling.storage.Database;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Receipts of one ticket from several threads at once have an outcome that they could have had one after the other: Lincheck runs
 * random threads and looks for such an order. Each run has a site, a super-peer and a ticket of its own in one real database.
 */
class SettlementOrderTest {
    private static final int RECEIPTS = 3;
    private static final long PIECE = 16_384;
    /** So many pieces of {@link Price#DEFAULT} that a receipt's worth differs from another's. */
    private static final long PIECES_EACH = 64;

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Ledger LEDGER = new Ledger(CLOCK);
    private static final SigningKey SESSION = SigningKey.generate();
    private static final KeyId NETWORK = SigningKey.generate().id();
    private static final AtomicLong RUNS = new AtomicLong();

    @SuppressWarnings("NullAway.Init")
    private static Database database;

    @BeforeAll
    static void open(@TempDir Path folder) throws SQLException {
        database = Database.open(folder.resolve("ledger.db"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void receiptsAtOnceArePaidAsIfOneCameAfterTheOther() {
        new StressOptions()
                .iterations(6)
                .invocationsPerIteration(25)
                .threads(3)
                .actorsPerThread(3)
                .minimizeFailedScenario(false)
                .check(OneTicket.class);
        database.call(LEDGER::verify);
    }

    /** What Lincheck makes anew for each run, and asks from several threads. */
    @Param(name = "which", gen = IntGen.class, conf = "1:" + RECEIPTS)
    public static final class OneTicket {
        private final KeyId site;
        private final KeyId peer;
        private final Budgets budgets = new Budgets(database, LEDGER);
        private final Settlement settlement = new Settlement(database, LEDGER, budgets, CLOCK, Duration.ofDays(3));
        private final Ticket ticket;
        private final List<String> receipts;

        public OneTicket() {
            long run = RUNS.incrementAndGet();
            site = new KeyId("a%039x".formatted(run));
            peer = new KeyId("b%039x".formatted(run));
            ticket = new Ticket(
                    "t" + run,
                    NETWORK,
                    "l" + run,
                    site,
                    peer,
                    "sha-256 AA",
                    "sha-256 BB",
                    SESSION.publicKey(),
                    RECEIPTS * PIECES_EACH * PIECE,
                    Price.DEFAULT,
                    0,
                    1);
            receipts = IntStream.rangeClosed(1, RECEIPTS)
                    .mapToObj(i -> new Receipt(ticket.id(), i * PIECES_EACH, i * PIECES_EACH * PIECE).sign(SESSION))
                    .toList();
            budgets.grant(site, 1);
            if (!database.call(connection -> budgets.reserve(connection, ticket, Settlement.FEE_PERCENT))) {
                throw new IllegalStateException("not reserved");
            }
        }

        @Operation
        public String settle(@Param(name = "which") int which) {
            Settled settled = settlement.settle(peer, 1, List.of(receipts.get(which - 1)));
            return settled.accepted().size() + " accepted, refused as "
                    + settled.refused().stream().map(refused -> refused.why()).toList();
        }

        @Operation
        public long pending() {
            return settlement.balance(peer).pending();
        }

        @Operation
        public long reserved() {
            return budgets.of(site).reserved();
        }

        @Operation
        public void release() {
            budgets.release(ticket.id());
        }
    }
}
