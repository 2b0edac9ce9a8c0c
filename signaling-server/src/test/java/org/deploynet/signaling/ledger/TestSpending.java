package org.deploynet.signaling.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.deploynet.protocol.key.KeyId;

/** Takes credits from a site as if its visitors had been served elsewhere. */
public final class TestSpending {
    private TestSpending() {}

    public static void spend(Connection connection, KeyId site, long microcredits, Clock clock) throws SQLException {
        new Ledger(clock)
                .post(
                        connection,
                        Entry.of(
                                "spent",
                                "test",
                                Entry.posting(Account.granted(site), -microcredits),
                                Entry.posting(Account.FEE, microcredits)));
    }
}
