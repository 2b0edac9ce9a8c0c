package org.deploynet.signaling.ledger;

import java.util.Optional;
import java.util.UUID;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.deploynet.signaling.storage.Database;

/** What tests of other packages do with the ledger that nobody else may. */
public final class TestBooks {
    private final Database database;
    private final Ledger ledger;

    public TestBooks(Database database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /** Hands in a receipt whose signature was looked at. */
    public Optional<ReceiptRefusal> settle(Settlement settlement, KeyId peer, Receipt receipt) {
        return database.call(connection -> settlement.post(connection, peer, receipt));
    }

    /** Credits that {@code site} has and was not granted, as if it had bought them. */
    public void payIn(KeyId site, long microcredits) {
        database.call(connection -> ledger.post(
                connection,
                Entry.of(
                        "paid-in",
                        UUID.randomUUID().toString(),
                        Entry.posting(Account.ISSUE, -microcredits),
                        Entry.posting(Account.budget(site), microcredits))));
    }

    /** Microcredits of the account of that name, such as {@code site:budget/5f1c…}. */
    public long balance(String account) {
        return database.call(connection -> ledger.balance(connection, new Account(account)));
    }

    /** Reads the whole chain again. */
    public long verify() {
        return database.call(ledger::verify);
    }
}
