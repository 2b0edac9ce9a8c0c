package org.deploynet.benchmarks.endurance;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** What the signaling server's ledger has posted, read from its file. */
final class LedgerTickets {
    private LedgerTickets() {}

    /** Posted bytes by ticket. {@code data} is the server's folder. */
    static Map<String, Long> read(Path data) throws SQLException {
        var bytes = new HashMap<String, Long>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("signaling.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, bytes FROM ticket")) {
            while (rows.next()) {
                bytes.put(rows.getString(1), rows.getLong(2));
            }
        }
        return bytes;
    }
}
