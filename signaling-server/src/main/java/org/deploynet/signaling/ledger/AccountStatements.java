package org.deploynet.signaling.ledger;

import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ToSuperPeer.Paid;
import org.deploynet.protocol.signaling.ToSuperPeer.Stated;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * What was ever posted for a super-peer, so that one that lost a part of its receipt book learns what of it was paid. Safe from any
 * thread.
 */
public final class AccountStatements {
    private final Database database;

    public AccountStatements(Database database) {
        this.database = database;
    }

    /** By site in the order of their ids, from behind {@code after} on; as many as one message has. */
    public List<Paid> of(KeyId peer, Optional<KeyId> after) {
        return database.call(connection -> Sql.all(
                connection,
                "SELECT site, sum(bytes), sum(earned) FROM ticket WHERE bytes > 0 AND peer = ? AND site > ?"
                        + " GROUP BY site ORDER BY site LIMIT " + Stated.MOST,
                row -> new Paid(new KeyId(row.getString(1)), row.getLong(2), row.getLong(3)),
                peer.hex(),
                after.map(KeyId::hex).orElse("")));
    }
}
